using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Cluster.Intents;

/// <summary>
/// Reads a status the agent wrote, and anybody with rights in its namespace may have edited since. The definition's schema keeps its types;
/// entries that lack what every entry of the agent has are left out, so that one of them cannot stop the work on the rest.
/// </summary>
internal static class StatusReading
{
    private static readonly SearchValues<char> _plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:");

    /// <summary>The status; a new one where there is none that can be read.</summary>
    public static IntentStatus Read(JsonObject? status)
    {
        try
        {
            return status?.Deserialize(IntentJson.Default.IntentStatus) is { } read ? Sound(read) : new IntentStatus();
        }
        catch (JsonException)
        {
            return new IntentStatus();
        }
    }

    private static IntentStatus Sound(IntentStatus status) => status with
    {
        Inventory = Entries(status.Inventory),
        Kept = Entries(status.Kept),
        Resources =
        [
            .. from resource in status.Resources
               where resource?.Id is not null && IsSound(resource.Object)
               select resource with { Object = Whole(resource.Object) },
        ],
        Drift =
        [
            .. from repair in status.Drift
               where repair?.Fields is not null && IsSound(repair.Object)
               select repair with
               {
                   Object = Whole(repair.Object),
                   Writers = [.. repair.Writers.Where(writer => writer is { Field: not null, Manager: not null })],
               },
        ],
        Contests =
        [
            .. from contest in status.Contests
               where contest is not null && IsSound(contest.Object)
               select contest with { Object = Whole(contest.Object), Field = contest.Field ?? "", Manager = contest.Manager ?? "" },
        ],
        Conditions =
        [
            .. from condition in status.Conditions
               where condition is { Type: not null, Status: not null }
               select condition with { Reason = condition.Reason ?? "", Message = condition.Message ?? "" },
        ],
        Secrets = [.. status.Secrets.Where(secret => secret is { Store: not null, Name: not null, Version: not null })],
        Images = Images(status.Images),
        FailedImages = [.. status.FailedImages.Where(image => image is { Container: not null, Image: not null, Digest: not null })],
        Connections =
        [
            .. status.Connections.Where(c => c is { Name: not null, Provider: not null, Endpoint: not null, Url: not null, TargetPort: not null }),
        ],
        Endpoints = [.. status.Endpoints.Where(endpoint => endpoint is { Name: not null, Url: not null, Visibility: not null })],
        History =
        [
            .. from revision in status.History
               where revision?.Result is not null
               select revision with { Message = revision.Message ?? "", Images = Images(revision.Images) },
        ],
    };

    private static IReadOnlyList<ImageStatus> Images(IReadOnlyList<ImageStatus> images) =>
        [.. images.Where(image => image is { Container: not null, Image: not null })];

    private static IReadOnlyList<InventoryEntry> Entries(IReadOnlyList<InventoryEntry> entries) => [.. entries.Where(IsSound).Select(Whole)];

    // The core group is no text at all where somebody wrote it by hand.
    private static InventoryEntry Whole(InventoryEntry entry) => entry.Group is null ? entry with { Group = "" } : entry;

    private static bool IsSound(InventoryEntry? entry) =>
        entry is { Version.Length: > 0, Kind.Length: > 0, Name.Length: > 0 }
        && IsPlain(entry.Group ?? "") && IsPlain(entry.Version) && IsPlain(entry.Kind) && IsPlain(entry.Namespace ?? "") && IsPlain(entry.Name);

    // These become parts of paths.
    private static bool IsPlain(string part) => part is not ("." or "..") && !part.AsSpan().ContainsAnyExcept(_plain);
}
