using System.Text;
using Pdp.Daemon.Channel.Sessions;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Tests.Channel.Sessions;

public sealed class UnverifiedStampTests
{
    private static readonly SigningKey _key = SigningKey.Generate();

    [Fact]
    public void What_an_intent_claims_is_read_before_it_is_verified()
    {
        var payload = """{"metadata":{"id":"a","generation":7}}"""u8;

        Assert.Equal(new UnverifiedStamp("a", 7, IntentDigest.OfPayload(payload)), UnverifiedStamp.TryRead(new IntentSigner(_key).Sign(payload)));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"metadata":7}""")]
    [InlineData("""{"metadata":{}}""")]
    [InlineData("""{"metadata":{"id":7,"generation":1}}""")]
    [InlineData("""{"metadata":{"id":"","generation":1}}""")]
    [InlineData("""{"metadata":{"id":"\ud800","generation":1}}""")]
    [InlineData("""{"metadata":{"id":"a"}}""")]
    [InlineData("""{"metadata":{"id":"a","generation":"1"}}""")]
    [InlineData("""{"metadata":{"id":"a","generation":1.5}}""")]
    [InlineData("""{"metadata":{"id":"a","id":"b","generation":1}}""")]
    [InlineData("""{"metadata":{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","generation":1}}""")]
    public void What_claims_nothing_readable_has_none(string payload) =>
        Assert.Null(UnverifiedStamp.TryRead(new IntentSigner(_key).Sign(Encoding.UTF8.GetBytes(payload))));

    [Fact]
    public void What_is_no_JWS_has_none() => Assert.Null(UnverifiedStamp.TryRead("a.b"));
}
