using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Kinds;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.CustomResources;

/// <summary>Serves what definitions define: accepts their names, establishes them, follows their changes, and clears up behind one
/// that goes.</summary>
internal sealed partial class DefinitionController(
    IClusterApi api,
    ResourceRegistry registry,
    ObjectStore store,
    TimeProvider time,
    ILogger<DefinitionController> logger) : BackgroundService
{
    private const string Definitions = "customresourcedefinitions.apiextensions.k8s.io";
    private const string Manager = "kube-apiserver";

    private readonly ILogger _logger = logger;

    private static readonly TimeSpan RecheckEvery = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<string> _going = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = api.Watch(Definitions, stoppingToken);
        Task<bool>? more = null;
        while (true)
        {
            more ??= changes.WaitToReadAsync(stoppingToken).AsTask();
            if (_going.Count > 0)
                await Task.WhenAny(more, Task.Delay(RecheckEvery, time, stoppingToken));
            if (_going.Count == 0 || more.IsCompleted)
            {
                if (!await more)
                    return;
                more = null;
            }
            while (changes.TryRead(out var change))
                Look(change);
            foreach (var name in _going.ToList())
                Try(name, () => Remove(name));
        }
    }

    private void Look(WatchEvent change)
    {
        var name = change.Object.Text("metadata", "name")!;
        if (change.Type == WatchEventType.Deleted)
            _going.Remove(name);
        else if (change.Object.Text("metadata", "deletionTimestamp") is not null)
            _going.Add(name);
        else
            Try(name, () => Reconcile(change.Object));
    }

    private void Try(string name, Action action)
    {
        try
        {
            action();
        }
        catch (ApiException e)
        {
            // A newer state is on its way, and is looked at when it comes.
            LogRefused(e, name);
        }
    }

    private void Reconcile(JsonObject definition)
    {
        if (Clash(definition) is { } clash)
        {
            SetStatus(definition, accepted: false, clash);
            return;
        }
        registry.Serve(definition.Text("metadata", "name")!, DefinitionReader.Read(definition));
        SetStatus(definition, accepted: true, null);
    }

    /// <summary>Another resource of the group that has one of the names already.</summary>
    private string? Clash(JsonObject definition)
    {
        var names = definition.Object("spec", "names")!;
        var own = definition.Text("metadata", "name");
        var taken = registry.Current.All.Where(r => r.Group == definition.Text("spec", "group") && r.Resource != own).ToList();
        var kind = names.Text("kind");
        return taken.Any(r => r.Kind == kind) ? $"\"{kind}\" is already in use" : null;
    }

    private void SetStatus(JsonObject definition, bool accepted, string? message)
    {
        var changed = (JsonObject)definition.DeepClone();
        var status = changed.Object("status") ?? [];
        if (status.Parent is null)
            changed["status"] = status;
        if (accepted)
            status["acceptedNames"] = changed.At("spec", "names")?.DeepClone();
        var stored = (status.Array("storedVersions") ?? []).Select(v => v.Text() ?? "");
        var current = changed.Items("spec", "versions").Where(v => v.Bool("storage") == true).Select(v => v.Text("name") ?? "");
        status["storedVersions"] = new JsonArray([.. stored.Union(current, StringComparer.Ordinal).Select(v => JsonValue.Create(v))]);
        status["conditions"] = accepted
            ? new JsonArray(
                Condition(definition, "NamesAccepted", true, "NoConflicts", "no conflicts found"),
                Condition(definition, "Established", true, "InitialNamesAccepted", "the initial names have been accepted"))
            : new JsonArray(
                Condition(definition, "NamesAccepted", false, "KindConflict", message!),
                Condition(definition, "Established", false, "NotAccepted", "not all names are accepted"));
        if (!JsonEquality.Same(changed, definition))
            api.UpdateStatus(Definitions, changed, Manager);
    }

    private JsonObject Condition(JsonObject definition, string type, bool holds, string reason, string message)
    {
        var value = holds ? "True" : "False";
        var before = definition.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == type);
        var since = before.Text("status") == value ? before.Text("lastTransitionTime") : null;
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = value,
            ["lastTransitionTime"] = since ?? time.GetUtcNow().UtcDateTime.ToString(TypedScalars.TimeFormat, CultureInfo.InvariantCulture),
            ["reason"] = reason,
            ["message"] = message,
        };
    }

    /// <summary>Deletes every object, stops serving once none is left, and lets the definition go.</summary>
    private void Remove(string name)
    {
        if (api.Get(Definitions, null, name) is not { } definition)
        {
            _going.Remove(name);
            return;
        }
        if (registry.Current.Find(name) is not null)
        {
            foreach (var stored in store.Table(name).Current.All(null).ToList())
                Delete(name, stored.Key);
            if (store.Table(name).Current.Count(null) > 0)
                return;
            registry.Serve(name, []);
            store.Drop(name);
        }
        var changed = (JsonObject)definition.DeepClone();
        var left = (changed.Array("metadata", "finalizers") ?? []).Where(f => f.Text() != CustomResourceDefinitionRules.Finalizer)
            .Select(f => f?.DeepClone()).ToArray();
        changed.Object("metadata")!["finalizers"] = new JsonArray(left);
        api.Update(Definitions, changed, Manager);
    }

    private void Delete(string resource, ObjectKey key)
    {
        try
        {
            api.Delete(resource, key.Namespace, key.Name);
        }
        catch (ApiException e) when (e.IsNotFound)
        {
            // Gone already, which is what was wanted.
        }
    }
}
