using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Ports;
using Pdp.Daemon.Identity;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Tests.Identity;

/// <summary>Whatever is sent in whatever order, what is believed never goes back and never comes from a stranger.</summary>
public sealed class TrustDecisionTests
{
    private const string Pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private static readonly SigningKey[] _keys = [.. Enumerable.Range(0, 4).Select(_ => SigningKey.Generate())];

    private static readonly Gen<Sent> _sent =
        from signer in Gen.Choose(0, 3)
        from version in Gen.Choose(0, 6)
        from plane in Gen.Frequency((9, Gen.Constant("eu-1")), (1, Gen.Constant("eu-2")))
        from pins in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        from ring in Gen.Choose(0, 3).ArrayOf()
        select new Sent(signer, version, plane, pins, [.. ring.Distinct().Order()]);

    private static TrustAnchors Bundle => new(0, "eu-1", new IntentKeyRing([_keys[0].PublicKey]), [], null, [Pin]);

    [Fact]
    public void What_is_believed_follows_only_from_what_was_believed_and_only_upwards() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(_sent.ListOf().ToArbitrary(), documents =>
        {
            var held = Bundle;
            foreach (var sent in documents)
            {
                var decision = TrustDecision.On(held, [sent.Jws()]);
                var isBelieved = held.Keys.Has(_keys[sent.Signer].PublicKey.Kid);
                var isSound = sent is { Plane: "eu-1", Pins: true, Version: > 0, Ring.Length: > 0 };
                if (decision is TrustDecision.Taken != (isBelieved && isSound && sent.Version > held.Version)) return false;
                if (decision is TrustDecision.Held && !(isBelieved && isSound && sent.Version == held.Version)) return false;
                if (decision is TrustDecision.Taken taken) held = TrustAnchors.Of(taken.Document);
            }
            return true;
        }));

    [Fact]
    public void Any_damage_to_a_document_is_refused_and_never_an_exception()
    {
        var jws = new Sent(0, 3, "eu-1", true, [0, 1]).Jws();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
            Gen.Choose(0, jws.Length - 1).ToArbitrary(), Gen.Choose(0, 127).ToArbitrary(), (at, character) =>
            {
                var damaged = jws[..at] + (char)character + jws[(at + 1)..];
                return damaged == jws || TrustDecision.On(Bundle, [damaged]) is TrustDecision.Refused;
            }));
    }

    private sealed record Sent(int Signer, long Version, string Plane, bool Pins, int[] Ring)
    {
        public string Jws() => TrustDocuments.Sign(_keys[Signer], TrustDocuments.Write(new TrustDocument(
            Version, Plane, [.. Ring.Select(index => _keys[index].PublicKey)], [], DateTimeOffset.UnixEpoch, PublicKeyPins: Pins ? [Pin] : [])));
    }
}
