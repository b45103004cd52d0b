using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Schema;
using Pdp.LocalCluster.Selectors;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>Deletes a pod where no PodDisruptionBudget speaks against it.</summary>
internal sealed class EvictionHandler(ObjectStore store, ObjectDeleter deleter)
{
    private const string Refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

    public async Task EvictAsync(ApiRequest request)
    {
        var eviction = await BodyReader.ObjectAsync(request.Http.Request, BuiltInTypes.Get("Eviction"), [], request.Aborted);
        WriteHandler.CheckName(eviction, request.Key.Name);
        var pod = store.Table("pods").Current.Get(request.Key) ?? throw ApiErrors.NotFound(request.Resource, request.Key.Name);
        var options = DeleteHandler.OfBody(eviction.Object("deleteOptions") ?? [], request, request.DryRun("CreateOptions"));
        if (pod.Value.Text("metadata", "deletionTimestamp") is null && IsHealthy(pod.Value))
            CheckBudgets(pod);
        deleter.Delete(request.Resource, request.Key, options);
        await ApiResponse.CreatedAsync(request.Http);
    }

    private void CheckBudgets(StoredObject pod)
    {
        foreach (var budget in store.Table("poddisruptionbudgets.policy").Current.All(pod.Key.Namespace).Select(b => b.Value))
        {
            var selector = LabelSelector.Of(budget.Object("spec", "selector"));
            if (!selector.MatchesObject(pod.Value))
                continue;
            var pods = store.Table("pods").Current.All(pod.Key.Namespace).Where(p => selector.MatchesObject(p.Value)).Select(p => p.Value)
                .ToList();
            var healthy = pods.Count(IsHealthy);
            if (healthy - 1 >= Needed(budget, pods.Count))
                continue;
            var name = budget.Text("metadata", "name");
            var why = $"The disruption budget {name} needs {Needed(budget, pods.Count)} healthy pods and has {healthy} currently";
            throw new ApiException(new ApiStatus(429, "TooManyRequests", Refusal)
            {
                Causes = [new StatusCause("DisruptionBudget", why, null)],
                RetryAfterSeconds = 10,
            });
        }
    }

    private static bool IsHealthy(JsonObject pod) =>
        pod.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    private static long Needed(JsonObject budget, int pods)
    {
        if (Count(budget.At("spec", "minAvailable"), pods) is { } least)
            return least;
        return Count(budget.At("spec", "maxUnavailable"), pods) is { } most ? pods - most : 0;
    }

    private static long? Count(JsonNode? amount, int pods)
    {
        if (amount.TryWhole(out var count))
            return count;
        return int.TryParse(amount.Text()?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? ((pods * (long)percent) + 99) / 100
            : null;
    }
}
