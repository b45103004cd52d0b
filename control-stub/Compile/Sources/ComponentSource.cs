using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>A <c>Component</c>: what something is, before there is anything of it to run.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Type">Its type: one of ours, or one that a <see cref="TypeSource"/> describes.</param>
/// <param name="Project">The project it belongs to.</param>
internal sealed record ComponentSource(SourceHeader Header, string Type, string Project) : ISource
{
    public static ComponentSource Read(DocumentFields document)
    {
        var header = SourceHeader.Read(document);
        if (document.RequiredSection("spec") is not { } spec)
            return new ComponentSource(header, "", "");

        if (spec.Text("name") is { } name && name != header.Name)
            document.Report.Error(FindingRules.Mismatch, spec.At("name"), "must be the same as metadata.name");
        if (!DnsLabel.Is(header.Name) && header.Name.Length > 0)
            document.Report.Error(FindingRules.BadValue, "metadata.name", DnsLabel.Rule);
        var component = new ComponentSource(header, spec.RequiredText("type"), header.Agreed(spec, "projectName", "project"));
        spec.NotDeployed("repository", "says where the source code is; nothing of it is deployed");
        spec.NotDeployed("build", "says how the image is built; nothing of it is deployed");
        spec.Close();
        return component;
    }
}
