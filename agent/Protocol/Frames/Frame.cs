using System.Text.Json.Serialization;

namespace Pdp.Protocol.Frames;

/// <summary>One message of the control channel: a JSON object with a <c>type</c>, one per WebSocket text message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloFrame), "hello")]
[JsonDerivedType(typeof(WelcomeFrame), "welcome")]
[JsonDerivedType(typeof(ChallengeFrame), "challenge")]
[JsonDerivedType(typeof(ProofFrame), "proof")]
[JsonDerivedType(typeof(CompareFrame), "compare")]
[JsonDerivedType(typeof(InventoryFrame), "inventory")]
[JsonDerivedType(typeof(IntentFrame), "intent")]
[JsonDerivedType(typeof(RemoveFrame), "remove")]
[JsonDerivedType(typeof(AckFrame), "ack")]
[JsonDerivedType(typeof(StatusFrame), "status")]
[JsonDerivedType(typeof(PingFrame), "ping")]
[JsonDerivedType(typeof(PongFrame), "pong")]
[JsonDerivedType(typeof(AskFrame), "ask")]
[JsonDerivedType(typeof(AnswerFrame), "answer")]
[JsonDerivedType(typeof(RenewFrame), "renew")]
[JsonDerivedType(typeof(RenewedFrame), "renewed")]
[JsonDerivedType(typeof(TrustFrame), "trust")]
[JsonDerivedType(typeof(TrustedFrame), "trusted")]
[JsonDerivedType(typeof(HintFrame), "hint")]
[JsonDerivedType(typeof(ErrorFrame), "error")]
[JsonDerivedType(typeof(GoodbyeFrame), "goodbye")]
public abstract record Frame
{
    /// <summary>What is out of range or out of form in this frame, its types being right; empty when nothing is.</summary>
    internal virtual IEnumerable<FieldError> Errors() => [];
}
