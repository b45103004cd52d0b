using System.Text.Json;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <summary>Why a session ends, and what its agent is told.</summary>
/// <param name="Cause">For the log and the events; camelCase.</param>
/// <param name="Goodbye">What is said; null when there is nobody to say it to.</param>
/// <param name="CloseCode">How the connection is closed.</param>
/// <param name="Error">What the agent did wrong, told before.</param>
internal sealed record SessionEnd(string Cause, GoodbyeFrame? Goodbye, int CloseCode, ErrorFrame? Error = null)
{
    /// <summary>The agent broke the protocol.</summary>
    public static SessionEnd Violation(ErrorFrame error) =>
        new("protocolViolation", new GoodbyeFrame(GoodbyeReason.ProtocolViolation), CloseCodes.For(error.Code), error);

    /// <summary>This side ends it.</summary>
    public static SessionEnd By(GoodbyeReason reason, double? retryAfter = null) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()), new GoodbyeFrame(reason, retryAfter), CloseCodes.For(reason));

    /// <summary>The agent said goodbye or closed.</summary>
    public static SessionEnd ByAgent(string cause) => new(cause, null, CloseCodes.Normal);

    /// <summary>Intents stayed unacknowledged although both sides compared again. To be dialled anew, and not at once.</summary>
    public static SessionEnd AckTimeout { get; } =
        new("ackTimeout", new GoodbyeFrame(GoodbyeReason.Overloaded), CloseCodes.For(GoodbyeReason.Overloaded));

    /// <summary>Hello, or the proof of who it is, did not come in time.</summary>
    public static SessionEnd HelloTimeout { get; } =
        new("helloTimeout", new GoodbyeFrame(GoodbyeReason.ProtocolViolation), CloseCodes.PolicyViolation);

    /// <summary>The agent did not prove who it is.</summary>
    public static SessionEnd Unproved { get; } = Violation(new ErrorFrame(
        ErrorCode.ProofRefused, "proof: must be a certificate of this control plane and its key's signature over the nonce; ask for a new bundle"));

    /// <summary>This side failed; the agent is not to blame and should come back.</summary>
    public static SessionEnd Failed { get; } = new(
        "internal",
        new GoodbyeFrame(GoodbyeReason.Overloaded),
        CloseCodes.Internal,
        new ErrorFrame(ErrorCode.Internal, "the control plane failed; dial again"));
}
