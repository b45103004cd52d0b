using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>A <c>ReleaseBinding</c>: this release of this component runs in this environment.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Component">The component.</param>
/// <param name="Release">The release.</param>
/// <param name="Environment">The environment.</param>
/// <param name="State">What shall be of it; null leaves it as it is.</param>
/// <param name="Replicas">Overrides the release's.</param>
/// <param name="DeadlineSeconds">When a rollout must be healthy; the intent's own default when null.</param>
/// <param name="Track">The API version of the component that the release is of; null where there is only one.</param>
internal sealed record BindingSource(
    SourceHeader Header, string Component, string Release, string Environment, ComponentState? State, int? Replicas, int? DeadlineSeconds, string? Track) : ISource
{
    /// <inheritdoc cref="DeadlineAnnotation"/>
    public const string TrackAnnotation = "pdp.dev/track";

    /// <summary>An annotation of our own: OpenChoreo has no word for it.</summary>
    public const string DeadlineAnnotation = "pdp.dev/rollout-deadline-seconds";

    /// <summary>The field of the spec that names the release.</summary>
    public const string ReleaseField = "componentReleaseName";

    /// <summary>The line of releases it deploys.</summary>
    public ComponentLine Line => new(Component, Track);

    /// <summary>What it says over the release, as an environment's values have it.</summary>
    public JsonObject Values()
    {
        var values = new JsonObject();
        if (Replicas is { } replicas)
            values["replicas"] = replicas;
        if (DeadlineSeconds is { } seconds)
            values["rollout"] = new JsonObject { ["deadlineSeconds"] = seconds };
        return values;
    }

    public static BindingSource Read(DocumentFields document)
    {
        var header = SourceHeader.Read(document);
        if (document.RequiredSection("spec") is not { } spec)
            return new BindingSource(header, "", "", "", null, null, null, null);

        ConnectionsAnnotation.Check(header.Annotations, document.Report);
        var component = header.Agreed(spec, "componentName", "component");
        var environment = header.Agreed(spec, "environmentName", "environment");
        // The name of the rendered release in OpenChoreo; here the intent has an id of its own.
        if (spec.Text("releaseName") is { } rendered && rendered != $"{component}-{environment}" && rendered != header.Name)
            document.Report.Warn(FindingRules.NotExpressed, spec.At("releaseName"), "is not used: the intent is named after component and environment");
        var binding = new BindingSource(
            header,
            component,
            spec.RequiredText(ReleaseField),
            environment,
            ReadState(spec),
            spec.Whole("replicas", 0, 1000),
            ReadDeadline(header, document.Report),
            ReadTrack(header, document.Report));
        spec.Close();
        return binding;
    }

    private static ComponentState? ReadState(DocumentFields spec)
    {
        switch (spec.Text("state"))
        {
            case null:
                return null;
            case "Active":
                return ComponentState.Active;
            case "Suspend" or "Suspended":
                return ComponentState.Suspended;
            case "Undeploy" or "Undeployed":
                return ComponentState.Undeployed;
            default:
                spec.Report.Error(FindingRules.BadValue, spec.At("state"), "must be Active, Suspend or Undeploy");
                return null;
        }
    }

    private static string? ReadTrack(SourceHeader header, DocumentReport report)
    {
        if (!header.Annotations.TryGetValue(TrackAnnotation, out var track) || ComponentLine.IsTrack(track))
            return track;
        report.Error(FindingRules.BadValue, FieldPath.Of("metadata.annotations", TrackAnnotation), ComponentLine.TrackRule);
        return null;
    }

    private static int? ReadDeadline(SourceHeader header, DocumentReport report)
    {
        if (!header.Annotations.TryGetValue(DeadlineAnnotation, out var text))
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 5 and <= 86_400)
            return seconds;
        report.Error(FindingRules.BadValue, FieldPath.Of("metadata.annotations", DeadlineAnnotation), "must be seconds, 5..86400");
        return null;
    }
}
