using Pdp.ControlStub.Adoption;
using Pdp.ControlStub.Enrolment;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Trust;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Gateway;

/// <summary>What all sessions share.</summary>
/// <param name="Options">How agents are served.</param>
/// <param name="Store">The store; other processes may use the same.</param>
/// <param name="Directory">The connections of this process.</param>
/// <param name="Adoption">Takes over what agents hold and this control plane does not know.</param>
/// <param name="SigningKeys">The keys that agents believe for intents now.</param>
/// <param name="Renew">Issues the next certificate for what a session stands on, asked for by a certification request in PEM.</param>
/// <param name="Time">The clock.</param>
/// <param name="Chance">Spreads what should not happen everywhere at once: from 0 up to but not 1.</param>
internal sealed record SessionContext(
    GatewayOptions Options, IControlStore Store, SessionDirectory Directory, AdoptionDesk Adoption, Func<IReadOnlyList<JsonWebKey>> SigningKeys,
    Func<Credential, string, CancellationToken, Task<Issuance>> Renew, TimeProvider Time, Func<double> Chance)
{
    /// <summary>Makes what agents are told to believe; null where they are told nothing.</summary>
    public TrustDocumentMaker? Trust { get; init; }

    /// <summary>The frame that opens a session.</summary>
    public WelcomeFrame Welcome(string sessionId, DateTimeOffset now) =>
        new(sessionId, Options.HeartbeatSeconds, Options.Window, SigningKeys(), TokenKeys: [], Options.Reconnect, now);
}
