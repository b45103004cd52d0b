using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>A <c>Component</c>: what something is, before there is anything of it to run.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Type">Its type: one of ours, or one that a <see cref="TypeSource"/> describes.</param>
/// <param name="Project">The project it belongs to.</param>
/// <param name="Visibility">Who may call its endpoints; null where it does not say.</param>
internal sealed record ComponentSource(SourceHeader Header, string Type, string Project, IReadOnlyList<EndpointVisibility>? Visibility) : ISource
{
    /// <summary>An annotation of our own, comma-separated: <c>project</c>, <c>organization</c>, <c>public</c>.</summary>
    public const string VisibilityAnnotation = "pdp.dev/visibility";

    public static ComponentSource Read(DocumentFields document)
    {
        var header = SourceHeader.Read(document);
        if (document.RequiredSection("spec") is not { } spec)
            return new ComponentSource(header, "", "", null);

        if (spec.Text("name") is { } name && name != header.Name)
            document.Report.Error(FindingRules.Mismatch, spec.At("name"), "must be the same as metadata.name");
        if (!DnsLabel.Is(header.Name) && header.Name.Length > 0)
            document.Report.Error(FindingRules.BadValue, "metadata.name", DnsLabel.Rule);
        var component = new ComponentSource(header, spec.RequiredText("type"), header.Agreed(spec, "projectName", "project"), ReadVisibility(header, document.Report));
        ConnectionsAnnotation.Check(header.Annotations, document.Report);
        spec.NotDeployed("repository", "says where the source code is; nothing of it is deployed");
        spec.NotDeployed("build", "says how the image is built; nothing of it is deployed");
        spec.Close();
        return component;
    }

    private static List<EndpointVisibility>? ReadVisibility(SourceHeader header, DocumentReport report)
    {
        if (!header.Annotations.TryGetValue(VisibilityAnnotation, out var text))
            return null;
        var named = new List<EndpointVisibility>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.All(char.IsAsciiLetter) && Enum.TryParse<EndpointVisibility>(word, ignoreCase: true, out var visibility))
                named.Add(visibility);
            else
                report.Error(
                    FindingRules.BadValue, FieldPath.Of("metadata.annotations", VisibilityAnnotation), "must be of project, organization and public, comma-separated");
        }

        return named;
    }
}
