using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>A <c>ComponentRelease</c>: an image and what it needs. Never changes once it is there.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Component">The component it is of.</param>
/// <param name="Image">The image.</param>
/// <param name="Workload">What it needs.</param>
internal sealed record ReleaseSource(SourceHeader Header, string Component, string Image, WorkloadSource Workload) : ISource
{
    public static ReleaseSource Read(DocumentFields document)
    {
        var header = SourceHeader.Read(document);
        if (document.RequiredSection("spec") is not { } spec)
            return new ReleaseSource(header, "", "", WorkloadSource.Empty);

        var release = new ReleaseSource(
            header, header.Agreed(spec, "componentName", "component"), spec.RequiredText("image"), WorkloadReader.Read(spec, "ports"));
        spec.Close();
        return release;
    }
}
