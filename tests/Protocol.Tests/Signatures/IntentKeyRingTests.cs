using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Signatures;

public sealed class IntentKeyRingTests
{
    private static readonly byte[] _document = "{}"u8.ToArray();

    [Fact]
    public void Keys_overlap_while_one_takes_over_from_the_other()
    {
        using var old = SigningKey.Generate();
        using var next = SigningKey.Generate();
        var (byOld, byNext) = (new IntentSigner(old).Sign(_document), new IntentSigner(next).Sign(_document));

        var before = new IntentKeyRing([old.PublicKey]);
        var between = before.With(next.PublicKey);
        var after = between.Without(old.PublicKey.Kid);

        Assert.Equal([true, false], [Believes(before, byOld), Believes(before, byNext)]);
        Assert.Equal([true, true], [Believes(between, byOld), Believes(between, byNext)]);
        Assert.Equal([false, true], [Believes(after, byOld), Believes(after, byNext)]);
        Assert.Equal([old.PublicKey.Kid, next.PublicKey.Kid], between.KeyIds.ToHashSet());
    }

    [Fact]
    public void A_ring_is_never_empty()
    {
        using var key = SigningKey.Generate();

        Assert.Throws<ArgumentException>(() => new IntentKeyRing([]));
        Assert.Throws<ArgumentException>(() => new IntentKeyRing([key.PublicKey]).Without(key.PublicKey.Kid));
    }

    [Fact]
    public void Two_keys_of_one_id_and_keys_that_are_none_are_all_named_at_once()
    {
        using var key = SigningKey.Generate();
        using var other = SigningKey.Generate();

        var error = Assert.Throws<ArgumentException>(() => new IntentKeyRing(
            [key.PublicKey, other.PublicKey with { Kid = key.PublicKey.Kid }, key.PublicKey with { Kid = "x", Y = other.PublicKey.Y }]));

        Assert.Contains("keys[2]: must be a point of P-256", error.Message, StringComparison.Ordinal);
        Assert.Contains("keys: must each have a kid of its own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_may_verify_and_sign_at_once()
    {
        using var key = SigningKey.Generate();
        var signer = new IntentSigner(key);
        var ring = new IntentKeyRing([key.PublicKey]);

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (_, _) =>
        {
            Assert.True(Believes(ring, signer.Sign(_document)));
            return ValueTask.CompletedTask;
        });
    }

    private static bool Believes(IntentKeyRing ring, string jws) => ring.Verify(jws) is JwsVerification.Verified;
}
