using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes;

public sealed partial class KubernetesApi
{
    /// <inheritdoc/>
    public async Task<JsonObject?> GetSchemaAsync(GroupVersionKind kind, CancellationToken cancellationToken)
    {
        var path = kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";
        var request = new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = $"openapi/v3/{path}",
            About = $"read the schema of {kind}",
            Timeout = _options.ListTimeout,
            Repeat = Repeat.Always,
            Accept = ApiRequest.Json,
        };
        try
        {
            var document = Parse(request, await _transport.SendAsync(request, cancellationToken));
            return document.GetObject("components")?.GetObject("schemas")?
                .Select(schema => schema.Value as JsonObject)
                .FirstOrDefault(schema => schema is not null && IsOf(schema, kind));
        }
        catch (KubernetesException missing) when (missing.Status.Code == 404)
        {
            return null;
        }
    }

    private static bool IsOf(JsonObject schema, GroupVersionKind kind) =>
        (schema["x-kubernetes-group-version-kind"] as JsonArray)?.OfType<JsonObject>().Any(named =>
            (named.GetString("group"), named.GetString("version"), named.GetString("kind")) == (kind.Group, kind.Version, kind.Kind)) == true;
}
