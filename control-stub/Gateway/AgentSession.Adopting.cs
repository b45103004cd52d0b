using System.Collections.Frozen;
using System.Text.Json;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.ControlStub.Gateway;

/// <content>What the agent holds and this control plane does not know, or knows only older.</content>
internal sealed partial class AgentSession
{
    private readonly DocumentRequests _requests = new();
    private volatile FrozenSet<string> _differing = FrozenSet<string>.Empty;

    // Kept, told, and left alone until an operator decides. What was decided before this session is carried out now.
    private async Task NoteHeldAsync(DeliveryPlan plan, DateTimeOffset now)
    {
        IntentStamp[] held = [.. plan.Ahead.Select(a => a.There), .. plan.Foreign];
        if (held.Length == 0 && (await _context.Store.Held.ListAsync(Plane, null, 1, CancellationToken.None)).Items.Count == 0)
            return;
        NewEvent[] happened = plan.Foreign.Count > 0 ? [Happenings.Foreign(Plane, plan.Foreign.Count, now)] : [];
        await _context.Store.Held.NoteAsync(Plane, held, now, happened, CancellationToken.None);
        _differing = held.Select(h => h.Id).ToFrozenSet();
        var decided = await _context.Store.Held.FindAsync(Plane, _differing, CancellationToken.None);
        _queue.Post(decided.Where(h => h.Wish is not null).Select(h => h.Stamp.Id));
    }

    // Whether the agent holds something else that is not older, and nothing newer was put here since: then nothing is sent.
    private bool IsLeftAlone(string id, IntentView view) => _differing.Contains(id) && view.IsAhead;

    private async Task<bool> TryRequestAsync(string id, CancellationToken stop)
    {
        if (!_differing.Contains(id) || await _context.Store.Held.FindAsync(Plane, [id], stop) is not [{ Wish: not null } held])
            return false;
        _requests.Add(held);
        await RequestAsync(stop);
        return true;
    }

    private async Task RequestAsync(CancellationToken stop)
    {
        while (_requests.Next() is { } ask)
            await WriteAsync(ask, stop);
    }

    private async Task TakeAnswerAsync(AnswerFrame frame, CancellationToken stop)
    {
        if (_questions.TryTake(frame))
            return;
        if (_requests.Answered(frame.RequestId) is not { } held)
        {
            End(SessionEnd.Violation(new ErrorFrame(ErrorCode.BadField, "answer.requestId: must be that of a question that was asked")));
            return;
        }

        var (document, status) = Read(frame);
        var failure = document is null
            ? frame.Error ?? "the agent is too old to hand over documents; update it"
            : await _context.Adoption.CarryOutAsync(Plane, held, document, stop);
        if (failure is not null)
        {
            LogNotAdopted(Plane, held.Stamp.Id, held.Stamp.Generation, failure);
            await _context.Store.Held.FailAsync(Plane, held.Stamp, failure, stop);
        }
        else if (held.Wish == HeldWish.Adopt && status is not null)
            // What it said of the intent before was not kept, for the intent was not known.
            await TakeStatusAsync(new StatusFrame([new IntentStatusReport(held.Stamp.Id, status)]));
        await RequestAsync(stop);
    }

    private static (string? Document, IntentStatus? Status) Read(AnswerFrame frame)
    {
        if (frame.Result is not { ValueKind: JsonValueKind.Object } result
            || !result.TryGetProperty("document", out var document) || document.ValueKind != JsonValueKind.String)
            return (null, null);
        try
        {
            return (document.GetString(), result.Deserialize(IntentJson.Default.IntentStatus));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A status that cannot be read comes again with its next change.
            return (document.GetString(), null);
        }
    }
}
