using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Endpoints;

/// <summary>Keeps the EndpointSlices and Endpoints of every Service with a selector up to date with its pods.</summary>
internal sealed class EndpointSliceController(IClusterApi api, TimeProvider time, ILogger<EndpointSliceController> logger)
    : Controller(api, time, logger)
{
    private const string Services = "services";
    private const string Slices = "endpointslices.discovery.k8s.io";
    private const string Endpoints = "endpoints";

    // What each Service selects, read once: every change of every pod is held against all of them.
    private readonly ConcurrentDictionary<ObjectKey, KeyValuePair<string, string?>[]> _selectors = new();

    protected override IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches => [(Services, OnService), ("pods", OnPod), (Slices, OnSlice)];

    protected override void Reconcile(ObjectKey key)
    {
        var service = Api.Get(Services, key.Namespace, key.Name);
        if (service?.Object("spec", "selector") is not { Count: > 0 } selector || service.IsDeleting())
        {
            // Slices of a Service that went are collected with it; a Service without a selector brings its own.
            if (service is null && Api.Get(Endpoints, key.Namespace, key.Name) is { } left && IsOurs(left)) Api.Delete(Endpoints, key.Namespace, key.Name);
            return;
        }

        var pods = Api.Marked("pods", [.. selector.Select(pair => Mark.Labelled(key.Namespace ?? "", pair.Key, pair.Value.Text() ?? ""))]);
        WriteSlices(service, EndpointSliceContent.Of(service, pods));
        WriteEndpoints(EndpointsContent.Of(service, pods));
    }

    private void OnService(WatchEvent change)
    {
        var key = ObjectKey.Of(change.Object);
        if (change.Type != WatchEventType.Deleted && change.Object.Object("spec", "selector") is { Count: > 0 } selector)
            _selectors[key] = [.. selector.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text()))];
        else _selectors.TryRemove(key, out _);
        Enqueue(key);
    }

    // A Service that is not known of yet is looked at as soon as it is, with the pods there are then.
    private void OnPod(WatchEvent change)
    {
        var ns = change.Object.Namespace() ?? "";
        var labels = (change.Object.Object("metadata", "labels") ?? []).ToDictionary(label => label.Key, label => label.Value.Text(), StringComparer.Ordinal);
        foreach (var (service, selector) in _selectors)
        {
            if (service.Namespace == ns && selector.All(pair => labels.GetValueOrDefault(pair.Key) is { } value && value == pair.Value)) Enqueue(service);
        }
    }

    // Our own writes come back as changes too; only a slice somebody took away asks for work.
    private void OnSlice(WatchEvent change)
    {
        if (change.Type == WatchEventType.Deleted && change.Object.Label(EndpointSliceContent.ServiceLabel) is { } service)
            Enqueue(new ObjectKey(change.Object.Namespace(), service));
    }

    private void WriteSlices(JsonObject service, List<JsonObject> wanted)
    {
        var ns = service.Namespace() ?? "";
        var there = Api.Marked(
            Slices,
            Mark.Labelled(ns, EndpointSliceContent.ServiceLabel, service.Name()),
            Mark.Labelled(ns, EndpointSliceContent.ManagedByLabel, EndpointSliceContent.ManagedBy)).Where(slice => !slice.IsDeleting()).ToList();
        for (var i = 0; i < wanted.Count; i++)
        {
            if (i >= there.Count) Api.Create(Slices, wanted[i], ManagerName);
            else if (!SameContent(there[i], wanted[i])) Api.Update(Slices, Replaced(there[i], wanted[i]), ManagerName);
        }

        foreach (var surplus in there.Skip(wanted.Count)) Api.Delete(Slices, surplus.Namespace(), surplus.Name());
    }

    private void WriteEndpoints(JsonObject wanted)
    {
        var there = Api.Get(Endpoints, wanted.Namespace(), wanted.Name());
        if (there is null) Api.Create(Endpoints, wanted, ManagerName);
        else if (!JsonEquality.Same(there["subsets"], wanted["subsets"]))
        {
            var fresh = there.Copy();
            fresh["subsets"] = wanted["subsets"]?.DeepClone();
            Api.Update(Endpoints, fresh, ManagerName);
        }
    }

    private static bool SameContent(JsonObject there, JsonObject wanted) =>
        SameList(there["endpoints"], wanted["endpoints"]) && SameList(there["ports"], wanted["ports"]) &&
        JsonEquality.Same(there.At("metadata", "labels"), wanted.At("metadata", "labels"));

    private static bool SameList(JsonNode? one, JsonNode? other) =>
        JsonEquality.Same(one, other) || (one is null or JsonArray { Count: 0 } && other is null or JsonArray { Count: 0 });

    private static JsonObject Replaced(JsonObject there, JsonObject wanted)
    {
        var fresh = there.Copy();
        fresh["endpoints"] = wanted["endpoints"]?.DeepClone();
        fresh["ports"] = wanted["ports"]?.DeepClone();
        fresh.Ensure("metadata")["labels"] = wanted.At("metadata", "labels")!.DeepClone();
        return fresh;
    }

    private static bool IsOurs(JsonObject endpoints) => endpoints.Label("endpoints.kubernetes.io/managed-by") is not null;
}
