using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes;

public sealed partial class KubernetesApi
{
    /// <inheritdoc/>
    public async Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken)
    {
        var target = Target.Of("delete", reference);
        try
        {
            var mapping = await MappingAsync(target, cancellationToken);
            var path = ApiRequest.PathWithQuery(
                mapping.ObjectPath(target.Namespace, target.Name), ("timeout", ServerLimit(options.Fencing)));
            var request = Request(target, HttpMethod.Delete, path, Repeat.Always, options.Fencing) with
            {
                Body = StrictJson.ToUtf8(Document(options)),
            };
            return Outcome(Parse(request, await SendAsync(target, request, cancellationToken)));
        }
        catch (KubernetesException gone) when (gone.IsNotFound || gone.IsKindUnknown)
        {
            return new DeleteResult(DeleteOutcome.NotFound);
        }
        catch (KubernetesException other) when (other.IsConflict && (options.Uid ?? options.ResourceVersion) is not null)
        {
            return new DeleteResult(DeleteOutcome.PreconditionFailed);
        }
    }

    private static JsonObject Document(DeleteOptions options)
    {
        var document = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = options.Propagation.ToString(),
        };
        if (options.GracePeriod is { } grace) document["gracePeriodSeconds"] = (long)Math.Ceiling(grace.TotalSeconds);
        if (options.DryRun) document["dryRun"] = new JsonArray("All");
        if (options.Uid is not null) document.Set(options.Uid, "preconditions", "uid");
        if (options.ResourceVersion is not null) document.Set(options.ResourceVersion, "preconditions", "resourceVersion");
        return document;
    }

    // A Status says that it is gone. An object that something still holds comes back itself, with the time of its deletion.
    private static DeleteResult Outcome(JsonObject answer)
    {
        if (answer.Kind == "Status") return new DeleteResult(DeleteOutcome.Deleted);
        return new DeleteResult(answer.IsBeingDeleted ? DeleteOutcome.Deleting : DeleteOutcome.Deleted, answer);
    }
}
