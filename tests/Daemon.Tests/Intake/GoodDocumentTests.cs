using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Intake;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Intake;

/// <summary>What was found good once is not judged again; that must never make anything good that is not.</summary>
public sealed class GoodDocumentTests : IDisposable
{
    private readonly TestPlane _plane = new();
    private readonly TestPlane _other = new();
    private readonly ChangingTrust _trust;
    private readonly IntentVerifier _verifier;

    public GoodDocumentTests()
    {
        _trust = new ChangingTrust(TrustAnchors.Of(_plane.Bundle));
        _verifier = new IntentVerifier(_trust);
    }

    [Fact]
    public void What_is_read_anew_says_what_it_said()
    {
        foreach (var jws in new[] { _plane.Component("web", 3), _plane.Manifests("web", 4, Settings()), _plane.Removal("web", 5) })
        {
            var first = _verifier.Verify(jws);
            var again = _verifier.Verify(jws);

            Assert.True(first.IsGood && again.IsGood);
            Assert.Equal((first.Id, first.Generation, first.Hash), (again.Id, again.Generation, again.Hash));
            Assert.Equal((first.Verified.Jws, first.Verified.Stamp, first.Verified.IsRemoval), (again.Verified.Jws, again.Verified.Stamp, again.Verified.IsRemoval));
            Assert.Equivalent(first.Verified.Intent.Metadata, again.Verified.Intent.Metadata);
            Assert.NotSame(first.Verified.Intent, again.Verified.Intent);
        }
    }

    [Fact]
    public void A_key_that_is_taken_out_is_believed_no_longer_and_one_that_comes_back_is_asked_anew()
    {
        var jws = _plane.Component("web", 1);
        Assert.True(_verifier.Verify(jws).IsGood);

        _trust.Trust = TrustAnchors.Of(_other.Bundle);
        Assert.Equal(FailureReason.UnknownKey, Assert.Single(_verifier.Verify(jws).Reasons).Reason);
        Assert.True(_verifier.Verify(_other.Component("web", 1)).IsGood);

        _trust.Trust = TrustAnchors.Of(_plane.Bundle);
        Assert.True(_verifier.Verify(jws).IsGood);
    }

    [Fact]
    public void The_plane_of_the_moment_counts()
    {
        var jws = _plane.Component("web", 1);
        Assert.True(_verifier.Verify(jws).IsGood);

        _trust.Trust = _trust.Trust with { PlaneId = "plane-2" };

        Assert.Equal(FailureReason.WrongPlane, Assert.Single(_verifier.Verify(jws).Reasons).Reason);
    }

    [Fact]
    public void Another_signature_over_the_same_document_or_any_other_byte_is_judged()
    {
        var jws = _plane.Component("web", 1);
        Assert.True(_verifier.Verify(jws).IsGood);
        var signature = jws.LastIndexOf('.') + 1;

        var forged = jws[..signature] + (jws[signature] == 'A' ? 'B' : 'A') + jws[(signature + 1)..];

        Assert.Equal(FailureReason.SignatureInvalid, Assert.Single(_verifier.Verify(forged).Reasons).Reason);
        Assert.False(_verifier.Verify(jws + " ").IsGood);
    }

    [Fact]
    public void What_was_refused_is_refused_again()
    {
        var bad = _plane.Sign("{}"u8.ToArray());

        Assert.Equal(_verifier.Verify(bad).Reasons, _verifier.Verify(bad).Reasons);
        Assert.False(_verifier.Verify(bad).IsGood);
    }

    [Fact]
    public void No_more_is_remembered_than_the_bound()
    {
        var good = new GoodDocuments();
        for (var i = 0; i < GoodDocuments.Most; i++) good.Add(_trust.Trust, $"{i}");
        Assert.True(good.Has(_trust.Trust, "0"));

        good.Add(_trust.Trust, "one more");

        Assert.False(good.Has(_trust.Trust, "0"));
        Assert.True(good.Has(_trust.Trust, "one more"));
    }

    public void Dispose()
    {
        _plane.Dispose();
        _other.Dispose();
    }

    private static JsonObject Settings() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "settings" },
    };

    private sealed class ChangingTrust(TrustAnchors trust) : IControlPlane
    {
        public Uri Server { get; } = new("wss://127.0.0.1:1");

        public TrustAnchors Trust { get; set; } = trust;
    }
}
