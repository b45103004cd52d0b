using Pdp.EndToEnd.Adversaries.Tables;
using Pdp.Story.Wire;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>
/// Hundreds of hostile messages to a real agent. Each is refused by the rule it breaks; nothing of them reaches the cluster; the agent lives, and
/// a good intent lands afterwards.
/// </summary>
public sealed class AdversaryTests(Siege siege) : IClassFixture<Siege>
{
    private static readonly Dictionary<string, IReadOnlyList<Attack>> Tables = new()
    {
        ["signatures"] = SignatureAttacks.All,
        ["documents"] = DocumentAttacks.All,
        ["generations"] = [.. GenerationAttacks.Beginning, .. GenerationAttacks.All],
        ["pods"] = PodAttacks.All,
        ["objects"] = ObjectAttacks.All,
        ["frames"] = FrameAttacks.All,
    };

    public static TheoryData<string> Names => [.. Tables.Keys];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_gets_through(string table)
    {
        var wrong = await siege.PlayAsync(Tables[table], Ct);

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Tables[table].Count}:\n{string.Join('\n', wrong.Select(line => line.Length <= 600 ? line : line[..600] + "…"))}");
        await siege.GoodLandsAsync(Ct);
        Assert.True(siege.Stands);
        var held = await siege.Cluster.ListAsync(ClusterPaths.Collection("intents", Siege.Namespace), Ct);
        Assert.All(held, intent => Assert.StartsWith("good", ClusterPaths.NameOf(intent), StringComparison.Ordinal));
        Assert.Empty(await siege.BreachesAsync(Ct));
    }

    [Fact]
    public void There_are_hundreds_of_them_and_no_two_are_called_the_same()
    {
        var all = Tables.Values.SelectMany(table => table).ToList();

        Assert.InRange(all.Count, 400, int.MaxValue);
        Assert.DoesNotContain(all.CountBy(attack => attack.Name), count => count.Value > 1);
    }
}
