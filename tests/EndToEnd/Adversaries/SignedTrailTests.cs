using Pdp.EndToEnd.Harness;
using Pdp.Story.Processes;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>What the agent did under siege stands in a trail that its own key signed.</summary>
public sealed class SignedTrailTests(Siege siege) : IClassFixture<Siege>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_trail_is_whole_and_signed_and_an_edit_of_it_is_found()
    {
        await siege.GoodLandsAsync(Ct);
        await siege.PlayAsync([Attack.Intent("an attack", "a.b.c", "SignatureInvalid")], Ct);
        var trail = await siege.EndAsync(Ct);

        var (code, said) = await VerifyAsync(trail);
        Assert.True(code == 0, said);
        Assert.Contains(", signed up to ", said, StringComparison.Ordinal);
        var records = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(trail)), Ct);
        Assert.Contains("\"outcome\":\"Refused\",\"reasons\":[\"SignatureInvalid: ", records, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Directory.GetFiles(trail)[0], records.Replace("\"Refused\"", "\"Stored\"", StringComparison.Ordinal), Ct);
        Assert.Equal(1, (await VerifyAsync(trail)).Code);
    }

    private async Task<(int Code, string Said)> VerifyAsync(string trail)
    {
        await using var scratch = new Scratch();
        var authority = Path.Combine(scratch.Directory, "authority.pem");
        await File.WriteAllTextAsync(authority, siege.Authority, Ct);
        var process = scratch.Start(new ChildProcessOptions("verify", Programs.Agent, ["verify-audit", trail, "--authority", authority], scratch.Directory));
        return (await process.EndAsync(Ct), process.Log.Tail(20));
    }
}
