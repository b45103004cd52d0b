using System.Text.Json.Nodes;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Cluster;

/// <summary>A status that somebody edited stops nothing.</summary>
public sealed class StatusReadingTests
{
    [Theory]
    [InlineData("""{"version":"v1","kind":"ConfigMap","name":"a"}""", true)]
    [InlineData("""{"group":"","version":"v1","kind":"ConfigMap","namespace":"ns","name":"system:a"}""", true)]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    [InlineData("""{"kind":"ConfigMap","name":"a"}""", false)]
    [InlineData("""{"version":"v1","kind":"ConfigMap"}""", false)]
    [InlineData("""{"version":"../../apis","kind":"ConfigMap","name":"a"}""", false)]
    [InlineData("""{"group":"..","version":"v1","kind":"ConfigMap","name":"a"}""", false)]
    [InlineData("""{"version":"v1","kind":"ConfigMap","namespace":"a/b","name":"a"}""", false)]
    [InlineData("""{"version":"v1","kind":"ConfigMap","name":"a%2fb"}""", false)]
    public void Entries_that_are_none_are_left_out_and_the_others_stay(string entry, bool isSound)
    {
        const string Good = """{"group":"apps","version":"v1","kind":"Deployment","namespace":"ns","name":"good","wave":1}""";
        var status = Read($$"""{"phase":"Healthy","observedGeneration":3,"inventory":[{{entry}},{{Good}}],"kept":[{{entry}}]}""");

        Assert.Equal((IntentPhase.Healthy, 3), (status.Phase, status.ObservedGeneration));
        Assert.Equal(isSound ? 2 : 1, status.Inventory.Count);
        Assert.Equal(isSound ? 1 : 0, status.Kept.Count);
        Assert.All(status.Inventory, sound => Assert.NotNull(sound.Group));
    }

    [Fact]
    public void Nothing_within_is_null_where_the_agent_expects_something()
    {
        var status = Read(
            """
            {"conditions":[null,{"type":"Ready","status":"True"}],"resources":[null,{"id":"a","object":{}}],"drift":[null,{}],
             "secrets":[null,{"store":"s"}],"endpoints":[null,{"name":"e"}],"history":[null,{"generation":1},{"generation":2,"result":"Healthy"}]}
            """);

        Assert.Equal(("", ""), (status.Conditions[0].Reason, status.Conditions[0].Message));
        Assert.Equal((1, 0, 0, 0, 0, 1), (
            status.Conditions.Count, status.Resources.Count, status.Drift.Count, status.Secrets.Count, status.Endpoints.Count, status.History.Count));
        Assert.Equal("", status.History[0].Message);
    }

    [Theory]
    [InlineData("""{"phase":"Perhaps"}""")]
    [InlineData("""{"resources":[{}]}""")]
    [InlineData("""{"observedGeneration":"three"}""")]
    public void What_cannot_be_read_is_made_anew(string text) => Assert.Equal(0, Read(text).ObservedGeneration);

    private static IntentStatus Read(string text) => StatusReading.Read(JsonNode.Parse(text)!.AsObject());
}
