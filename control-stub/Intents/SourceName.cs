using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Intents;

/// <summary>How an intent names the binding it was compiled from: <c>ReleaseBinding/namespace/name</c>.</summary>
internal static class SourceName
{
    private const string Binding = "ReleaseBinding";
    private const string Deployment = "Deployment";

    /// <summary>The name of a binding.</summary>
    public static string OfBinding(string space, string name) => $"{Binding}/{space}/{name}";

    /// <summary>The name of what was deployed by a pipeline: <c>Deployment/organization/project/component/environment</c>.</summary>
    public static string OfDeployment(BindingKey key) => $"{Deployment}/{key.Organization}/{key.Project}/{key.Component}/{key.Environment}";

    /// <summary>Whether an intent was deployed by a pipeline.</summary>
    public static bool IsDeployment(string source) => source.StartsWith(Deployment + "/", StringComparison.Ordinal);

    /// <summary>The binding of a plane that an intent came from; null when it came from none.</summary>
    public static SourceKey? BindingOf(string plane, string source) =>
        source.Split('/') is [Binding, var space, var name] ? new SourceKey(plane, space, Binding, name) : null;
}
