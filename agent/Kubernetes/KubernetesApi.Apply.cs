using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes;

public sealed partial class KubernetesApi
{
    private const string ApplyPatch = "application/apply-patch+yaml";

    /// <inheritdoc/>
    public async Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken)
    {
        var target = Target.Of("apply", manifest, nameRequired: true);
        var mapping = await MappingAsync(target, cancellationToken);
        var before = await BeforeAsync(target, options, cancellationToken);
        var path = ApiRequest.PathWithQuery(
            mapping.ObjectPath(target.Namespace, target.Name, options.Subresource),
            ("fieldManager", options.FieldManager),
            ("force", options.Force ? "true" : "false"),
            ("dryRun", options.DryRun ? "All" : null),
            ("fieldValidation", options.FieldValidation.ToString()),
            ("timeout", ServerLimit(options.Fencing)));
        var request = Request(target, HttpMethod.Patch, path, Repeat.Always, options.Fencing) with
        {
            Body = StrictJson.ToUtf8(manifest),
            ContentType = ApplyPatch,
        };
        var response = await SendAsync(target, request, cancellationToken);
        var after = Parse(request, response);
        var action = options.DryRun
            ? ApplyOutcome.OfDryRun(response.Code, before, after)
            : ApplyOutcome.Of(response, options.KnownResourceVersion ?? before?.ResourceVersion ?? "", after, options);
        return new ApplyResult(action, after, response.Warnings, options.DryRun ? before : null);
    }

    private async Task<JsonObject?> BeforeAsync(Target target, ApplyOptions options, CancellationToken cancellationToken) =>
        options.DryRun || options.KnownResourceVersion is null
            ? await ReadAsync(target, metadataOnly: !options.DryRun, cancellationToken)
            : null;
}
