using System.Net;
using System.Text.Json.Nodes;
using Pdp.Cutter.Plan;
using Pdp.Cutter.Watching;
using Pdp.History.Events;
using Pdp.Story;
using Pdp.Story.Wire;

namespace Pdp.Cutter.Play;

/// <summary>Operators who ask until they have an answer, and somebody who edits the cluster by hand.</summary>
public sealed class People(World world, ClusterWatcher cluster, int seed, TimeProvider time)
{
    // The stub may be killed several times in a row, and takes its time to start on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private static readonly string[] _whenGood = ["Healthy"];
    private static readonly string[] _whenBroken = ["RolledBack", "Degraded"];
    private readonly Random _chance = new(seed);

    /// <summary>How many changes were accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>Does everything at its time, or as soon after as there are answers.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedChange> plan, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var begun = time.GetTimestamp();
        foreach (var change in plan)
        {
            var wait = change.At - time.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, ct);
            await DoAsync(change, ct);
        }
    }

    private Task DoAsync(PlannedChange change, CancellationToken ct) => change.Kind switch
    {
        ChangeKind.Disturb => DisturbAsync(change.Intent, ct),
        ChangeKind.Remove => RemoveAsync(change, ct),
        _ => PutAsync(change, ct),
    };

    private async Task PutAsync(PlannedChange change, CancellationToken ct)
    {
        var isBroken = change.Kind == ChangeKind.PutBroken;
        var document = Documents.Of(world.Stage.Plane, change.Intent, change.Mark, isBroken);
        await NoteAsync(new ChangeAsked(change.Intent, change.Mark), ct);
        var answer = await AskAsync(HttpMethod.Put, change, document.ToJsonString(), ct);
        var accepted = answer.MustBeOk($"put {change.Intent}").Json;
        await NoteAsync(
            new IntentAccepted(
                change.Intent, (long)accepted["generation"]!, (string)accepted["hash"]!, change.Mark, isBroken ? _whenBroken : _whenGood),
            ct);
        Accepted++;
    }

    private async Task RemoveAsync(PlannedChange change, CancellationToken ct)
    {
        await NoteAsync(new ChangeAsked(change.Intent, IsRemoval: true), ct);
        var answer = await AskAsync(HttpMethod.Delete, change, null, ct);
        if (answer.Status == HttpStatusCode.NotFound) return;
        await NoteAsync(new RemovalAccepted(change.Intent, (long)answer.MustBeOk($"delete {change.Intent}").Json["generation"]!), ct);
        Accepted++;
    }

    private Task<ApiAnswer> AskAsync(HttpMethod method, PlannedChange change, string? body, CancellationToken ct) => Patiently.AskAsync(
        $"an answer to {change}",
        async () =>
        {
            var path = $"/api/v1/planes/{world.Stage.Plane}/intents/{change.Intent}";
            var answer = await world.Stage.Control.Api.SendAsync(method, path, body, "application/json", ct);
            return (int)answer.Status >= 500 ? throw new StoryException($"{answer.Status}") : answer;
        },
        _patience,
        ct);

    private async Task DisturbAsync(string intent, CancellationToken ct)
    {
        var objects = new List<(string Resource, JsonObject Item)>();
        foreach (var resource in ClusterWatcher.ManagedResources)
        {
            var own = (await cluster.ListAsync(resource, ct)).Where(item => ClusterReading.IntentOf(item) == intent);
            objects.AddRange(own.Select(item => (resource, item)));
        }

        if (objects.Count == 0) return;
        var (kind, victim) = objects[_chance.Next(objects.Count)];
        var path = ClusterPaths.Object(kind, ClusterPaths.NamespaceOf(victim), ClusterPaths.NameOf(victim));
        if (_chance.Next(2) == 0) await EditAsync(path, ct);
        else await DeleteAsync(path, victim, ct);
    }

    private async Task EditAsync(string path, CancellationToken ct)
    {
        // A label of the agent's, with another value.
        var edit = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["openchoreo.dev/component"] = $"edited-{_chance.Next(1000)}" } },
        };
        var answer = await world.Stage.Cluster.SendAsync(
            HttpMethod.Patch, path + "?fieldManager=somebody", edit.ToJsonString(), "application/merge-patch+json", ct);
        if (answer.Status != HttpStatusCode.NotFound) cluster.Foreign.Wrote(Change.VersionOf(answer.MustBeOk($"PATCH {path}").Json));
    }

    private async Task DeleteAsync(string path, JsonObject victim, CancellationToken ct)
    {
        cluster.Foreign.Deletes(Change.UidOf(victim));
        await world.Stage.Cluster.DeleteAsync(path, ct);
    }

    private async Task NoteAsync(HistoryEvent happened, CancellationToken ct) =>
        world.Chronicle.Note(await cluster.VersionAsync(ct), "operator", happened);
}
