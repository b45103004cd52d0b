using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Policy.Pods;

/// <summary>A container in an object.</summary>
/// <param name="Role">When it runs.</param>
/// <param name="Path">Where in the object.</param>
/// <param name="Body">What it is.</param>
internal sealed record FoundContainer(ContainerRole Role, string Path, JsonObject Body)
{
    private static readonly string[] _contexts = ["securityContext", "containerSecurityContext", "podSecurityContext"];

    /// <summary>Its security context, and with it where that stands; operators' resources have further names for it.</summary>
    public IEnumerable<(string Path, JsonObject Context)> SecurityContexts =>
        from name in _contexts
        let context = Body[name] as JsonObject
        where context is not null
        select ($"{Path}.{name}", context);

    /// <summary>The security context a pod's container has.</summary>
    public JsonObject? SecurityContext => Body["securityContext"] as JsonObject;

    /// <summary>An amount it asks for, such as <c>requests.cpu</c>; a limit stands for a request left out, as in Kubernetes.</summary>
    /// <returns>Null when it says nothing, or nothing that is an amount.</returns>
    public Quantity? Amount(string resource)
    {
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        var (side, name) = (resource[..dot], resource[(dot + 1)..]);
        return Read(side, name) ?? (side == "requests" ? Read("limits", name) : null);
    }

    private Quantity? Read(string side, string name) => Body.At("resources", side, name) switch
    {
        JsonValue value when Quantity.TryParse(value.ToString(), out var amount) => amount,
        _ => null,
    };
}

/// <summary>When a container runs.</summary>
internal enum ContainerRole
{
    /// <summary>As long as the pod.</summary>
    Main,

    /// <summary>Before the others, to its end.</summary>
    Init,

    /// <summary>From before the others on, as long as the pod.</summary>
    Sidecar,

    /// <summary>When somebody debugs.</summary>
    Ephemeral,
}
