using System.Net.WebSockets;
using Pdp.ControlStub.Enrolment;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Session;

namespace Pdp.ControlStub.Gateway;

/// <summary>
/// The beginning of a connection on which no certificate was shown, as behind a load balancer that ends TLS: hello, challenge, proof. Until
/// its end nothing is known, and nothing is done, of any plane.
/// </summary>
internal sealed partial class Introduction(
    WebSocketFrames frames, AgentCertificates certificates, GatewayOptions options, TimeProvider time, ILogger<Introduction> logger)
{
    private readonly ServerSessionRules _rules = new();
    private readonly TaskCompletionSource<(Introduced? Introduced, SessionEnd? End)> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _nonce = ProofOfKey.NewNonce();
    private HelloFrame? _hello;

    /// <summary>Hears who it is. Otherwise the connection is at its end, and the agent was told why.</summary>
    /// <param name="stop">Gives up: the process is being stopped.</param>
    public async Task<Introduced?> RunAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.HelloSeconds), time);
        await using var late = limit.Token.UnsafeRegister(_ => End(SessionEnd.HelloTimeout), null);
        await using var stopped = stop.UnsafeRegister(_ => End(SessionEnd.By(GoodbyeReason.ShuttingDown)), null);
        var hearing = HearAsync();
        var (introduced, end) = await _outcome.Task;
        if (introduced is null)
            await Farewell.PartAsync(frames, end!, hearing, time);
        await hearing;
        return introduced;
    }

    private void End(SessionEnd end) => _outcome.TrySetResult((null, end));

    private async Task HearAsync()
    {
        try
        {
            while (await frames.ReadAsync(CancellationToken.None) is var reading and not FrameReading.Ended)
            {
                // What still comes while the connection is being closed is of no interest.
                if (!_outcome.Task.IsCompleted && await TakeAsync(reading))
                    return;
            }

            End(SessionEnd.ByAgent("closed"));
        }
        catch (WebSocketException)
        {
            End(SessionEnd.ByAgent("closed"));
        }
#pragma warning disable CA1031 // A defect or a failing store ends this connection and no other.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e);
            End(SessionEnd.Failed);
        }
    }

    /// <returns>Whether it is known who this is.</returns>
    private async Task<bool> TakeAsync(FrameReading reading)
    {
        switch (reading)
        {
            case FrameReading.Refused { Violation: true } refused:
                End(SessionEnd.Violation(refused.Error));
                break;
            case FrameReading.Refused refused:
                await frames.WriteAsync(refused.Error, CancellationToken.None);
                break;
            case FrameReading.Understood { Frame: var frame } when _rules.Received(frame) is { } broken:
                End(SessionEnd.Violation(broken));
                break;
            case FrameReading.Understood { Frame: HelloFrame hello }:
                _hello = hello;
                await WriteAsync(new ChallengeFrame(_nonce));
                break;
            case FrameReading.Understood { Frame: ProofFrame proof }:
                var outcome = await JudgeAsync(proof);
                return _outcome.TrySetResult(outcome) && outcome.Introduced is not null;
            case FrameReading.Understood { Frame: PingFrame ping }:
                await WriteAsync(new PongFrame(ping.Number));
                break;
            case FrameReading.Understood { Frame: GoodbyeFrame goodbye }:
                End(SessionEnd.ByAgent($"agent{goodbye.Reason}"));
                break;
        }

        return false;
    }

    private async Task<(Introduced? Introduced, SessionEnd? End)> JudgeAsync(ProofFrame proof)
    {
        if (!IdentityCertificate.TryRead(proof.Certificate, out var certificate, out _))
            return (null, SessionEnd.Unproved);
        using (certificate)
        {
            // The signature first: what is said of a certificate is only for who has its key.
            if (!ProofOfKey.AnswersChallenge(certificate.Leaf, _nonce, proof.Signature))
                return (null, SessionEnd.Unproved);
            var (record, refusal) = await certificates.CheckAsync(certificate, TimeSpan.Zero, CancellationToken.None);
            return record is null ? (null, EndOf(refusal)) : (new Introduced(Credential.Of(record), _hello!, _rules), null);
        }
    }

    private Task WriteAsync(Frame frame)
    {
        _rules.Sent(frame);
        return frames.WriteAsync(frame, CancellationToken.None);
    }

    [LoggerMessage(2013, LogLevel.Error, "A connection on which nobody had proved who it is failed")]
    private partial void LogFailed(Exception error);

    private static SessionEnd EndOf(IdentityRefusal refusal) => refusal switch
    {
        IdentityRefusal.CertificateRevoked => SessionEnd.By(GoodbyeReason.Revoked),
        IdentityRefusal.CertificateExpired => SessionEnd.By(GoodbyeReason.Expired),
        _ => SessionEnd.Unproved,
    };
}

/// <summary>An agent that has said hello and proved who it is.</summary>
/// <param name="Credential">Who it is.</param>
/// <param name="Hello">What it said, not acted on yet.</param>
/// <param name="Rules">The session so far.</param>
internal sealed record Introduced(Credential Credential, HelloFrame Hello, ServerSessionRules Rules);
