using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Tests.Channel.Stage;

/// <summary>What an honest control plane wants of one agent, and how it brings it about: compare, send what differs, await the answers.</summary>
internal sealed class DesiredIntents
{
    private readonly ScriptedControlPlane _plane;
    private readonly Dictionary<string, (IntentFrame Frame, IntentStamp Stamp)> _desired;

    public DesiredIntents(ScriptedControlPlane plane, params (string Id, long Generation)[] intents)
    {
        _plane = plane;
        var ring = new IntentKeyRing([plane.Signer.PublicKey]);
        _desired = intents.ToDictionary(intent => intent.Id, intent =>
        {
            var frame = plane.Intent(intent.Id, intent.Generation);
            var payload = ((JwsVerification.Verified)ring.Verify(frame.Jws)).Payload;
            return (frame, new IntentStamp(intent.Id, intent.Generation, IntentDigest.OfPayload(payload.Span)));
        });
    }

    public bool AreHeldBy(FakeIntake intake) => intake.Held.ToHashSet().SetEquals(_desired.Values.Select(intent => intent.Stamp));

    /// <summary>One session, cut once so many frames have gone either way. True when it was cut.</summary>
    public async Task<bool> TrySyncAsync(ScriptedSession session, int? cutAfter)
    {
        var frames = 0;
        var cut = false;
        session.OnFrame = () =>
        {
            if (Interlocked.Increment(ref frames) - 1 != cutAfter) return;
            cut = true;
            session.Cut();
        };
        try
        {
            await session.WelcomeAsync(_plane.Welcome(window: 2));
            if (session.Hello!.Digest != IntentDigest.Of(_desired.Values.Select(intent => intent.Stamp))) await BringAsync(session);
            await session.SendAsync(new PingFrame(1));
            await session.ExpectAsync<PongFrame>();
        }
        catch (Exception) when (cut)
        {
            // As was to be.
        }
        if (!cut) session.Cut();
        return cut;
    }

    private async Task BringAsync(ScriptedSession session)
    {
        await session.SendAsync(new CompareFrame());
        var held = (await session.ExpectAsync<InventoryFrame>()).Items.ToHashSet();
        var unacknowledged = 0;
        foreach (var (frame, stamp) in _desired.Values.Where(intent => !held.Contains(intent.Stamp)))
        {
            if (unacknowledged == 2)
            {
                await session.ExpectAsync<AckFrame>();
                unacknowledged--;
            }
            await session.SendAsync(frame);
            unacknowledged++;
        }
        for (; unacknowledged > 0; unacknowledged--) await session.ExpectAsync<AckFrame>();
    }
}
