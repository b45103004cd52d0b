namespace Pdp.ControlStub.Compile.Sources;

/// <summary>The documents of the OpenChoreo vocabulary that are understood here.</summary>
internal static class SourceKinds
{
    public const string Component = "Component";
    public const string ComponentType = "ComponentType";
    public const string ComponentRelease = "ComponentRelease";
    public const string ReleaseBinding = "ReleaseBinding";

    /// <summary>The versions they come in.</summary>
    public static readonly IReadOnlyList<string> ApiVersions = ["core.openchoreo.dev/v1alpha1", "openchoreo.dev/v1alpha1"];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [ComponentType, Component, ComponentRelease, ReleaseBinding];
}
