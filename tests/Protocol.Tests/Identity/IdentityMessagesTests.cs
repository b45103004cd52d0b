using System.Text;
using Pdp.Protocol.Identity;

namespace Pdp.Protocol.Tests.Identity;

public sealed class IdentityMessagesTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.Equal("csr", IdentityMessages.ReadEnrol(IdentityMessages.Write(new EnrolRequest("csr")), out _)?.Csr);
        var renewal = new ExpiredRenewal("certificate", "csr", "signature");
        Assert.Equal(renewal, IdentityMessages.ReadRenewal(IdentityMessages.Write(renewal), out _));
        Assert.Equal("chain", IdentityMessages.ReadIssued(IdentityMessages.Write(new IssuedCertificate("chain")), out _)?.Certificate);
    }

    [Theory]
    [InlineData("", "must be JSON in UTF-8")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{}", "csr: is missing")]
    [InlineData("""{"csr":null}""", "csr: must not be null")]
    [InlineData("""{"csr":1}""", "csr: must be a string of valid Unicode")]
    [InlineData("""{"csr":""}""", "csr: must have 1..4096 characters")]
    [InlineData("""{"csr":"a","csr":"b"}""", "must not name a field twice")]
    [InlineData("""{"csr":"a","plane":"eu-2"}""", "may only have the fields csr")]
    public void A_wrong_enrolment_is_told_what_it_must_be(string json, string error)
    {
        Assert.Null(IdentityMessages.ReadEnrol(Encoding.UTF8.GetBytes(json), out var errors));
        Assert.Equal(error, Assert.Single(errors).ToString());
    }

    [Fact]
    public void A_body_over_its_limit_is_refused()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"csr":"{{new string('x', ProtocolLimits.IdentityBodyBytes)}}"}""");
        Assert.Null(IdentityMessages.ReadEnrol(body, out var errors));
        Assert.Equal($"must be at most {ProtocolLimits.IdentityBodyBytes} bytes", Assert.Single(errors).ToString());
    }

    [Fact]
    public void A_newer_server_may_say_more_in_its_answer() =>
        Assert.NotNull(IdentityMessages.ReadIssued("""{"certificate":"chain","notAfter":"2030-01-01T00:00:00Z"}"""u8.ToArray(), out _));

    [Fact]
    public void Every_refusal_is_known_by_its_type() => Assert.All(Enum.GetValues<IdentityRefusal>(), refusal => Assert.Equal(
        refusal, IdentityProblem.Read(Encoding.UTF8.GetBytes($$"""{"type":"urn:pdp:problem:{{IdentityProblem.Kind(refusal)}}","title":"x"}"""))));

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"urn:pdp:problem:new-one"}""")]
    [InlineData("""{"type":"about:blank"}""")]
    public void Any_other_answer_holds_none(string body) => Assert.Null(IdentityProblem.Read(Encoding.UTF8.GetBytes(body)));
}
