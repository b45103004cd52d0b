using System.Text.Json;
using Pdp.Core.Ports;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>Answers questions beside the session's other work. The session's rules bound how many there can be.</summary>
internal sealed class AskDesk(
    HeldIntents held,
    IAnswerAsk asks,
    Action<AnswerFrame> answer,
    ChannelOptions options,
    TimeProvider timeProvider,
    ILogger logger,
    CancellationToken ending)
{
    /// <summary>Answers one question; never throws.</summary>
    public async Task AnswerAsync(AskFrame ask)
    {
        using var limit = new CancellationTokenSource(options.AskTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, limit.Token);
        var reply = await TryAsync(ask, either.Token);
        if (!ending.IsCancellationRequested) answer(Fitted(ask.RequestId, reply));
    }

    private static AnswerFrame Fitted(string requestId, AskAnswer reply)
    {
        if (reply.Error is { Length: > 0 } error)
            return new(requestId, null, error.Length <= ProtocolLimits.TextChars ? error : error[..ProtocolLimits.TextChars]);
        if (reply.Result is not { ValueKind: not JsonValueKind.Undefined }) return new(requestId, null, "there is no answer");
        var frame = new AnswerFrame(requestId, reply.Result);
        return FrameCodec.Write(frame).Length <= ProtocolLimits.FrameBytes
            ? frame
            : new(requestId, null, "the answer is too large for one frame");
    }

    private async Task<AskAnswer> TryAsync(AskFrame ask, CancellationToken cancellationToken)
    {
        try
        {
            return ask.Kind == AskKind.Resync
                ? Digest(await held.ReadAsync(cancellationToken))
                : await asks.AnswerAsync(ask, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new AskAnswer(null, "no answer within the time limit");
        }
        catch (IntakeUnavailableException)
        {
            return new AskAnswer(null, "the agent's cluster cannot be read now; ask again");
        }
        catch (Exception e)
        {
            ChannelLog.AskFailed(logger, ask.Kind, e);
            return new AskAnswer(null, "the agent failed; its log has more");
        }
    }

    // The server compares the digest with its own and sends compare where they differ, as it does after hello.
    private static AskAnswer Digest(IReadOnlyList<IntentStamp> stamps) =>
        new(JsonSerializer.SerializeToElement(new ResyncAnswer(IntentDigest.Of(stamps)), ChannelJsonContext.Default.ResyncAnswer));
}
