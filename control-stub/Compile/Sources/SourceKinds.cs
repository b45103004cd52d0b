namespace Pdp.ControlStub.Compile.Sources;

/// <summary>The documents of the OpenChoreo vocabulary that are understood here.</summary>
internal static class SourceKinds
{
    public const string Component = "Component";
    public const string ComponentType = "ComponentType";
    public const string ComponentRelease = "ComponentRelease";
    public const string ReleaseBinding = "ReleaseBinding";

    public const string DeploymentPipeline = "DeploymentPipeline";
    public const string Environment = "Environment";

    /// <summary>The versions they come in.</summary>
    public static readonly IReadOnlyList<string> ApiVersions = ["core.openchoreo.dev/v1alpha1", "openchoreo.dev/v1alpha1"];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [ComponentType, Component, ComponentRelease, ReleaseBinding, DeploymentPipeline, Environment];
}
