using Pdp.Protocol.Intents;

namespace Pdp.Core.Connections;

/// <summary>A component, all its tracks together.</summary>
/// <param name="Organization">Its organization.</param>
/// <param name="Project">Its project.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Component">Its name.</param>
public sealed record ComponentPlace(string Organization, string Project, string Environment, string Component)
{
    /// <summary>The component an intent makes; null when it makes none.</summary>
    public static ComponentPlace? Of(IntentMetadata metadata) => metadata.Component is { } component
        ? new ComponentPlace(metadata.Organization, metadata.Project, metadata.Environment, component)
        : null;

    /// <summary>The component a connection names: always one of the same organization and environment.</summary>
    public static ComponentPlace Of(ConnectionTarget target, IntentMetadata consumer) =>
        new(consumer.Organization, target.Project ?? consumer.Project, consumer.Environment, target.Component);

    /// <summary>As people name it.</summary>
    public override string ToString() => $"component {Component} of project {Project}";
}
