using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>The labels of an intent's objects.</summary>
internal sealed class IntentLabels(IntentMetadata metadata, string? release)
{
    private const int LongestValue = 63;
    private const int HashLength = 10;

    /// <summary>Who an object belongs to. Never changes as long as its name does not, so it is safe where labels cannot change.</summary>
    public Dictionary<string, string> Ownership()
    {
        var labels = Place();
        labels[ManagedMetadata.IntentLabel] = metadata.Id;
        labels["app.kubernetes.io/instance"] = metadata.Id;
        if (metadata.Component is { } component)
        {
            labels["app.kubernetes.io/name"] = component;
            labels[ManagedMetadata.ComponentLabel] = component;
        }

        return labels;
    }

    /// <summary>Of every object but namespaces: <see cref="Ownership"/> and the intent's own labels.</summary>
    public Dictionary<string, string> Common()
    {
        var labels = new Dictionary<string, string>(metadata.Labels);
        foreach (var (key, value) in Ownership())
            labels[key] = value;
        return labels;
    }

    /// <summary>
    /// Of the workload and its pods: <see cref="Common"/> and the version. Other objects outlive a release unchanged; a version on them
    /// would have them all written with each.
    /// </summary>
    public Dictionary<string, string> Workload()
    {
        var labels = Common();
        if (release is not null)
            labels["app.kubernetes.io/version"] = Fit(release);
        return labels;
    }

    /// <summary>What selects the pods. A selector can never change.</summary>
    public Dictionary<string, string> Selector() => new()
    {
        ["app.kubernetes.io/name"] = metadata.Component ?? metadata.Id,
        [ManagedMetadata.IntentLabel] = metadata.Id,
    };

    /// <summary>Of the namespace, which all intents of an environment share and render alike.</summary>
    public Dictionary<string, string> Place() => new()
    {
        [ManagedMetadata.ManagedByLabel] = ManagedMetadata.FieldManager,
        ["app.kubernetes.io/part-of"] = metadata.Project,
        [ManagedMetadata.OrganizationLabel] = metadata.Organization,
        [ManagedMetadata.ProjectLabel] = metadata.Project,
        [ManagedMetadata.EnvironmentLabel] = metadata.Environment,
    };

    private static string Fit(string value) =>
        value.Length <= LongestValue
            ? value
            : $"{value[..(LongestValue - HashLength - 1)]}-{ShortHash.Of(HashLength, value)}";
}
