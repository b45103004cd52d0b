using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Audit;

/// <summary>
/// Writes down every write to the cluster, with the intent that caused it. It stands before the client itself, so that nothing can
/// write past it. Left out are leases, events and the status of Intents, which are the agent's own bookkeeping.
/// </summary>
internal sealed class AuditedKubernetesApi(IKubernetesApi real, IAuditTrail trail) : DelegatingKubernetesApi(real)
{
    /// <inheritdoc/>
    public override Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) => RecordAsync(
        new Write("apply", ManifestObject.KeyOf(manifest), ManifestObject.Label(manifest, ManagedMetadata.IntentLabel))
        {
            Leaves = options.DryRun || options.Subresource == "status",
        },
        () => Inner.ApplyAsync(manifest, options, cancellationToken),
        result => result.Action == ApplyAction.Unchanged ? null : result.Action.ToString());

    /// <inheritdoc/>
    public override Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) => RecordAsync(
        new Write("create", ManifestObject.KeyOf(manifest), ManifestObject.Label(manifest, ManagedMetadata.IntentLabel))
        {
            Leaves = options.DryRun,
        },
        () => Inner.CreateAsync(manifest, options, cancellationToken),
        static _ => "Created");

    /// <inheritdoc/>
    public override Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) => RecordAsync(
        new Write("replace", ManifestObject.KeyOf(manifest), ManifestObject.Label(manifest, ManagedMetadata.IntentLabel))
        {
            Leaves = options.DryRun || options.Subresource == "status",
        },
        () => Inner.ReplaceAsync(manifest, options, cancellationToken),
        static _ => "Replaced");

    /// <inheritdoc/>
    public override Task<JsonObject> PatchAsync(
        ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) => RecordAsync(
        new Write("patch", KeyOf(reference), null) { Leaves = options.DryRun || options.Subresource == "status" },
        () => Inner.PatchAsync(reference, patch, options, cancellationToken),
        static _ => "Patched");

    /// <inheritdoc/>
    public override Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken) => RecordAsync(
        new Write("delete", KeyOf(reference), null) { Leaves = options.DryRun },
        () => Inner.DeleteAsync(reference, options, cancellationToken),
        static result => result.Outcome.ToString());

    private async Task<T> RecordAsync<T>(Write write, Func<Task<T>> make, Func<T, string?> outcomeOf)
    {
        if (write.IsLeftOut) return await make();
        try
        {
            var result = await make();
            if (outcomeOf(result) is { } outcome) await trail.RecordAsync(write.Became(outcome));
            return result;
        }
        catch (KubernetesException failure)
        {
            // The server's words may quote what was sent.
            await trail.RecordAsync(write.Became("Failed", $"{failure.Status.Code} {failure.Status.Reason}"));
            throw;
        }
        catch (OperationCanceledException)
        {
            await trail.RecordAsync(write.Became("Unknown", "given up before the answer"));
            throw;
        }
    }

    private static ObjectKey KeyOf(ObjectReference reference) =>
        new(reference.Kind.Group, reference.Kind.Version, reference.Kind.Kind, reference.Namespace, reference.Name);

    private sealed record Write(string Action, ObjectKey Key, string? Labelled)
    {
        public bool Leaves { get; init; }

        public bool IsLeftOut => Leaves || Key is { Group: "coordination.k8s.io", Kind: "Lease" } or { Kind: "Event" };

        public AuditEvent Became(string outcome, string? reason = null) => new(AuditTypes.ObjectWritten)
        {
            Intent = Labelled ?? WorkingOn.Intent ?? (Key is { Group: "pdp.dev", Kind: "Intent" } ? Key.Name : null),
            Object = string.Join('/', ((string?[])[Key.Group, Key.Kind, Key.Namespace, Key.Name]).Where(part => part is { Length: > 0 })),
            Action = Action,
            Outcome = outcome,
            Reasons = reason is null ? null : [reason],
        };
    }
}
