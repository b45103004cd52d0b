using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A component has what its type needs and nothing its type cannot have.</summary>
internal sealed class ShapeRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        CheckContainers(spec, report);
        CheckEndpoints(spec, report);
        if (spec.Type != ComponentType.Stateful && spec.Storage.Count > 0)
            report.Add("spec.storage", "must be empty: only a stateful component keeps volumes over restarts");
        Refuse(spec.Schedule is not null && spec.Type != ComponentType.ScheduledTask, "spec.schedule", "only a scheduledTask has a schedule", report);
        Refuse(spec.Task is not null && !IsTask(spec.Type), "spec.task", "only a scheduledTask or a manualTask runs to an end", report);
        Refuse(spec.Proxy is not null && spec.Type != ComponentType.Proxy, "spec.proxy", "only a proxy stands for something outside", report);
        if (!IsKeptRunning(spec.Type))
            CheckReplication(spec, report);
    }

    /// <summary>Whether a type is something that ends.</summary>
    public static bool IsTask(ComponentType type) => type is ComponentType.ScheduledTask or ComponentType.ManualTask;

    /// <summary>Whether a type has pods that are there all the time.</summary>
    public static bool IsKeptRunning(ComponentType type) => !IsTask(type) && type != ComponentType.Proxy;

    private static void CheckContainers(ComponentSpec spec, RuleReport report)
    {
        if (spec.Type == ComponentType.Proxy)
        {
            Refuse(spec.Containers.Count > 0, "spec.containers", "a proxy runs nothing; what it stands for is elsewhere", report);
            Refuse(spec.InitContainers.Count > 0, "spec.initContainers", "a proxy runs nothing", report);
            Refuse(spec.Config.Count > 0, "spec.config", "a proxy has no container that could read it", report);
            Refuse(spec.PullSecrets.Count > 0, "spec.pullSecrets", "a proxy has no image", report);
            Refuse(spec.Certificates.Count > 0, "spec.certificates", "a proxy has no container that could read them", report);
        }
        else if (spec.Containers.Values.All(container => container.Sidecar))
        {
            report.Add("spec.containers", spec.Containers.Count == 0
                ? "must have at least one container"
                : "must have one that is not a sidecar: sidecars only serve the others");
        }
    }

    private static void CheckEndpoints(ComponentSpec spec, RuleReport report)
    {
        switch (spec.Type)
        {
            case ComponentType.Service or ComponentType.WebApplication when spec.Endpoints.Count == 0:
                report.Add("spec.endpoints", "must have at least one endpoint; a component nobody calls is a worker");
                break;
            case ComponentType.Proxy when spec.Endpoints.Count == 0:
                report.Add("spec.endpoints", "must have at least one endpoint: it is what others call");
                break;
            case ComponentType.Worker when spec.Endpoints.Count > 0:
                report.Add("spec.endpoints", "must be empty: a worker listens on nothing; a component others call is a service");
                break;
            case ComponentType.ScheduledTask or ComponentType.ManualTask when spec.Endpoints.Count > 0:
                report.Add("spec.endpoints", "must be empty: a task comes and goes, so nobody can call it; a component others call is a service");
                break;
        }
    }

    private static void CheckReplication(ComponentSpec spec, RuleReport report)
    {
        const string Why = "only what runs all the time has replicas";
        Refuse(spec.Replicas != 1, "spec.replicas", IsTask(spec.Type) ? $"{Why}; see task.parallelism" : Why, report);
        Refuse(spec.Autoscaling is not null, "spec.autoscaling", Why, report);
        Refuse(spec.Availability is not null, "spec.availability", Why, report);
    }

    private static void Refuse(bool isThere, string path, string why, RuleReport report)
    {
        if (isThere)
            report.Add(path, $"must be left out: {why}");
    }
}
