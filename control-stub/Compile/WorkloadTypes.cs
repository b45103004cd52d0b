using Pdp.ControlStub.Compile.Sources;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile;

/// <summary>What OpenChoreo's type names mean as ours.</summary>
internal static class WorkloadTypes
{
    /// <summary>A type that needs no <c>ComponentType</c>; null for any other name.</summary>
    public static ComponentType? BuiltIn(string name) => Suffix(name) switch
    {
        "service" => ComponentType.Service,
        "webapp" or "web-application" or "webApplication" => ComponentType.WebApplication,
        "worker" => ComponentType.Worker,
        _ => null,
    };

    /// <summary>The type of a component.</summary>
    /// <param name="name">The type it names.</param>
    /// <param name="type">The document that describes the type, where there is one.</param>
    /// <param name="hasPorts">Whether anything listens.</param>
    public static ComponentType Of(string name, TypeSource? type, bool hasPorts) => type switch
    {
        null => BuiltIn(name) ?? ComponentType.Service,
        { Model: TypeSource.StatefulSet } => ComponentType.Stateful,
        _ => BuiltIn(name) ?? (hasPorts ? ComponentType.Service : ComponentType.Worker),
    };

    private static string Suffix(string name) =>
        name.StartsWith(TypeSource.Deployment + "/", StringComparison.Ordinal) ? name[(TypeSource.Deployment.Length + 1)..] : name;
}
