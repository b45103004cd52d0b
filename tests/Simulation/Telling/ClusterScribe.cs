using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Daemon.Cluster.Intents;
using Pdp.History.Events;
using Pdp.LocalCluster.Json;
using Pdp.Simulation.Cluster;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Telling;

/// <summary>Writes down what the writes to the cluster mean.</summary>
internal sealed class ClusterScribe
{
    private readonly Chronicle _chronicle;
    private readonly SimulatedCluster _cluster;

    public ClusterScribe(World world)
    {
        (_chronicle, _cluster) = (world.Chronicle, world.Cluster);
        world.Cluster.Tell(Note);
    }

    private void Note(ClusterWrite write)
    {
        if (write.Resource.Kind != "Lease")
            _chronicle.Tell(write.Author.Name, $"{write.Verb} {write.Resource.Kind}/{write.Key}{(write.HasEffect ? "" : " (unchanged)")}");
        switch (write.Resource.Kind)
        {
            case "Intent" when write.HasEffect:
                NoteIntent(write);
                break;
            case "ConfigMap" when write.Key.Name == RemovedIntents.Name && write.HasEffect:
                NoteRemoved(write);
                break;
            default:
                NoteObject(write);
                break;
        }
    }

    private void NoteIntent(ClusterWrite write)
    {
        var (id, by, term) = (write.Key.Name, write.Author.Name, write.Author.Term);
        if (!write.Author.IsAgent)
        {
            _chronicle.Note(by, new JournalEdited(id));
            return;
        }
        if (write.After is not { } after)
        {
            _chronicle.Note(by, new IntentGone(id, term));
            return;
        }
        var stored = IntentResource.Read(after);
        var before = write.Before is { } was ? IntentResource.Read(was) : null;
        if (stored.RemovalJws is { } removal && removal != before?.RemovalJws)
            _chronicle.Note(by, new RemovalStored(id, Documents.GenerationOf(removal), term));
        else if (stored.RemovalJws is null && (stored.Generation, stored.Hash, stored.Jws) != (before?.Generation, before?.Hash, before?.Jws))
            _chronicle.Note(by, new IntentStored(id, stored.Generation, stored.Hash, term, Documents.MarkOf(stored.Jws), write.CreateSent));
        if (write.Verb == "apply status") _chronicle.Note(by, new StatusWritten(id, Facts.Of(stored.Status), term));
    }

    // Of an intent that is not held the removal is in the journal once it is remembered.
    private void NoteRemoved(ClusterWrite write)
    {
        foreach (var (id, entry) in write.After?.Object("data") ?? [])
        {
            if (Number(entry.Text()) == Number(write.Before.Text("data", id)) || _cluster.Api.Get("intents.pdp.dev", write.Key.Namespace, id) is not null) continue;
            _chronicle.Note(write.Author.Name, new RemovalStored(id, Number(entry.Text())!.Value, write.Author.Term));
        }

        static long? Number(string? entry) => entry is null ? null : long.Parse(entry.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private void NoteObject(ClusterWrite write)
    {
        if (IntentOf(write.After ?? write.Before) is not { } intent) return;
        var (key, by) = (Facts.KeyOf(write.Resource, write.Key), write.Author);
        if (write.After is null || (IsGoing(write.After) && !IsGoing(write.Before)))
        {
            // What a controller takes along goes because the agent, or somebody, let it.
            if (by == Author.Hand) _chronicle.Note(by.Name, new ObjectDisturbed(key, intent));
            else _chronicle.Note(by.Name, new ObjectDeleted(key, intent, by.Term));
        }
        else if (by.IsAgent && write.Sent is { } sent)
        {
            var content = (JsonObject)sent.DeepClone();
            content.Object("metadata")!.Remove("resourceVersion");
            content.Object("metadata")!.Remove("uid");
            var (hash, mark) = (Facts.HashOf(content), Facts.MarkOf(sent));
            _chronicle.Note(by.Name, new ObjectWritten(key, intent, hash, mark, by.Term, write.HasEffect, write.CreateSent, by.Since));
        }
        else if (by == Author.Hand && write.HasEffect)
        {
            _chronicle.Note(by.Name, new ObjectDisturbed(key, intent));
        }
    }

    private static bool IsGoing(JsonObject? obj) => obj.Text("metadata", "deletionTimestamp") is not null;

    private static string? IntentOf(JsonObject? obj) => obj.Object("metadata", "labels").Text(ManagedMetadata.IntentLabel);
}
