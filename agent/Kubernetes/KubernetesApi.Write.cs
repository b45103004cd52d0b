using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes;

public sealed partial class KubernetesApi
{
    private const string MergePatch = "application/merge-patch+json";

    /// <inheritdoc/>
    public async Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken)
    {
        var target = Target.Of("create", manifest, nameRequired: false);
        var mapping = await MappingAsync(target, cancellationToken);
        if (mapping.Namespaced && target.Namespace is null) throw target.NamespaceMissing();
        var path = WithOptions(mapping.CollectionPath(target.Namespace), options);
        var request = Request(target, HttpMethod.Post, path, RepeatOf(options), options.Fencing);
        return await WriteAsync(target, request with { Body = StrictJson.ToUtf8(manifest) }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken)
    {
        var target = Target.Of("replace", manifest, nameRequired: true);
        var mapping = await MappingAsync(target, cancellationToken);
        var path = WithOptions(mapping.ObjectPath(target.Namespace, target.Name, options.Subresource), options);
        var request = Request(target, HttpMethod.Put, path, RepeatOf(manifest), options.Fencing) with
        {
            Body = StrictJson.ToUtf8(manifest),
        };
        return await WriteAsync(target, request, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JsonObject> PatchAsync(ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken)
    {
        var target = Target.Of("patch", reference);
        var mapping = await MappingAsync(target, cancellationToken);
        var path = WithOptions(mapping.ObjectPath(target.Namespace, target.Name, options.Subresource), options);
        var request = Request(target, HttpMethod.Patch, path, RepeatOf(patch), options.Fencing) with
        {
            Body = StrictJson.ToUtf8(patch),
            ContentType = MergePatch,
        };
        return await WriteAsync(target, request, cancellationToken);
    }

    private async Task<JsonObject> WriteAsync(Target target, ApiRequest request, CancellationToken cancellationToken) =>
        Parse(request, await SendAsync(target, request, cancellationToken));

    private static string WithOptions(string path, WriteOptions options) => ApiRequest.PathWithQuery(
        path,
        ("fieldManager", options.FieldManager),
        ("dryRun", options.DryRun ? "All" : null),
        ("fieldValidation", options.FieldValidation.ToString()),
        ("timeout", ServerLimit(options.Fencing)));

    private static Repeat RepeatOf(CreateOptions options) => options.RetryWhenUncertain ? Repeat.Always : Repeat.WhenNotCarriedOut;

    // With a version in it, a second sending would be refused as a conflict with our own first one.
    private static Repeat RepeatOf(JsonObject body) => body.ResourceVersion is null ? Repeat.Always : Repeat.WhenNotCarriedOut;
}
