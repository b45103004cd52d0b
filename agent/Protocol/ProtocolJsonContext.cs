using System.Text.Json.Serialization;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;
using Pdp.Protocol.Tokens;

namespace Pdp.Protocol;

/// <summary>How every typed document of the contract is written and read; nothing here reflects at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = ProtocolLimits.Depth)]
[JsonSerializable(typeof(Frame))]
[JsonSerializable(typeof(HelloFrame))]
[JsonSerializable(typeof(WelcomeFrame))]
[JsonSerializable(typeof(ChallengeFrame))]
[JsonSerializable(typeof(ProofFrame))]
[JsonSerializable(typeof(CompareFrame))]
[JsonSerializable(typeof(InventoryFrame))]
[JsonSerializable(typeof(IntentFrame))]
[JsonSerializable(typeof(RemoveFrame))]
[JsonSerializable(typeof(AckFrame))]
[JsonSerializable(typeof(StatusFrame))]
[JsonSerializable(typeof(PingFrame))]
[JsonSerializable(typeof(PongFrame))]
[JsonSerializable(typeof(AskFrame))]
[JsonSerializable(typeof(AnswerFrame))]
[JsonSerializable(typeof(ErrorFrame))]
[JsonSerializable(typeof(GoodbyeFrame))]
[JsonSerializable(typeof(RenewFrame))]
[JsonSerializable(typeof(RenewedFrame))]
[JsonSerializable(typeof(TrustFrame))]
[JsonSerializable(typeof(TrustedFrame))]
[JsonSerializable(typeof(HintFrame))]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(ExpiredRenewal))]
[JsonSerializable(typeof(IssuedCertificate))]
[JsonSerializable(typeof(TrustDocument))]
[JsonSerializable(typeof(ObservabilityClaims))]
[JsonSerializable(typeof(JwsHeader))]
[JsonSerializable(typeof(BootstrapBundle))]
internal sealed partial class ProtocolJsonContext : JsonSerializerContext;
