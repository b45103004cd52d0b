using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Tests.Channel.Stage;

/// <summary>An intake in memory with the true rules of generations, which a test can hold up or make fail.</summary>
internal sealed class FakeIntake(IntentKeyRing ring) : IIntake
{
    private readonly ConcurrentDictionary<string, IntentStamp> _held = new();

    /// <summary>Stamps to tell of on top of those held.</summary>
    public IReadOnlyList<IntentStamp> Extra { get; set; } = [];

    /// <summary>Every document offered, as <c>id@generation</c>, in order.</summary>
    public ConcurrentQueue<string> Offered { get; } = new();

    /// <summary>What is answered whatever comes; null for the true rules.</summary>
    public IntakeAnswer? Answer { get; set; }

    /// <summary>Awaited before a document is stored; may throw.</summary>
    public Func<string, long, CancellationToken, Task> BeforeStoring { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Awaited before the inventory is read; may throw.</summary>
    public Func<Task> BeforeInventory { get; set; } = () => Task.CompletedTask;

    public IReadOnlyCollection<IntentStamp> Held => [.. _held.Values.OrderBy(stamp => stamp.Id, StringComparer.Ordinal)];

    public Task<IntakeAnswer> AcceptAsync(string jws, CancellationToken cancellationToken) =>
        StoreAsync(jws, stamp => _held[stamp.Id] = stamp, cancellationToken);

    public Task<IntakeAnswer> RemoveAsync(string jws, CancellationToken cancellationToken) =>
        StoreAsync(jws, stamp => _held.TryRemove(stamp.Id, out _), cancellationToken);

    public async Task<IReadOnlyList<IntentStamp>> InventoryAsync(CancellationToken cancellationToken)
    {
        await BeforeInventory();
        return [.. Held.Concat(Extra).OrderBy(stamp => stamp.Id, StringComparer.Ordinal)];
    }

    private async Task<IntakeAnswer> StoreAsync(string jws, Action<IntentStamp> store, CancellationToken cancellationToken)
    {
        if (Answer is { } answer) return answer;
        if (ring.Verify(jws) is not JwsVerification.Verified verified)
        {
            var refused = (JwsVerification.Refused)ring.Verify(jws);
            return new IntakeAnswer("", 0, AckOutcome.Refused, [refused.Refusal.ToReason()], refused.PayloadHash);
        }
        var document = JsonNode.Parse(verified.Payload.Span)!.AsObject();
        var metadata = document["metadata"]!.AsObject();
        var stamp = new IntentStamp((string)metadata["id"]!, (long)metadata["generation"]!, IntentDigest.OfPayload(verified.Payload.Span));
        Offered.Enqueue($"{stamp.Id}@{stamp.Generation}");
        await BeforeStoring(stamp.Id, stamp.Generation, cancellationToken);
        if ((string?)document["spec"]!["content"] == "refuse-me")
            return new(stamp.Id, stamp.Generation, AckOutcome.Refused, [new(FailureReason.PolicyDenied, "spec", "not allowed here")], stamp.Hash);
        var outcome = _held.TryGetValue(stamp.Id, out var held) ? Compare(stamp, held) : AckOutcome.Stored;
        if (outcome == AckOutcome.Stored) store(stamp);
        return new IntakeAnswer(stamp.Id, stamp.Generation, outcome, [], stamp.Hash);
    }

    private static AckOutcome Compare(IntentStamp stamp, IntentStamp held) =>
        stamp.Generation < held.Generation ? AckOutcome.Stale : stamp == held ? AckOutcome.Unchanged : AckOutcome.Stored;
}
