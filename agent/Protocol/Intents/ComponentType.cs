using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>Which kind of workload a component is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ComponentType>))]
public enum ComponentType
{
    /// <summary>A Deployment with a Service.</summary>
    Service,

    /// <summary>A Deployment with a Service, looked at by browsers.</summary>
    WebApplication,

    /// <summary>A Deployment that listens on nothing.</summary>
    Worker,

    /// <summary>A StatefulSet with claims and a headless Service.</summary>
    Stateful,

    /// <summary>A CronJob.</summary>
    ScheduledTask,

    /// <summary>What a run needs; each run is a <c>TaskRun</c> of its own.</summary>
    ManualTask,

    /// <summary>No workload: a Service that stands for something outside.</summary>
    Proxy,
}
