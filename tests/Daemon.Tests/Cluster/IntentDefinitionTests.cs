using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Cluster;

public sealed class IntentDefinitionTests(TestCluster cluster)
{
    private static readonly JsonObject _status =
        IntentDefinition.Read().GetObjects("spec", "versions").Single().GetObject("schema", "openAPIV3Schema", "properties", "status")!;

    [Fact]
    public void The_chart_installs_the_definition_the_agent_was_built_with() =>
        Assert.Equal(IntentDefinition.Text(), RepositoryFiles.Read("helm", "pdp-agent", "crds", "intents.yaml"));

    [Theory]
    [InlineData(typeof(IntentStatus), "")]
    [InlineData(typeof(StatusCondition), "conditions")]
    [InlineData(typeof(ResourceStatus), "resources")]
    [InlineData(typeof(InventoryEntry), "inventory")]
    [InlineData(typeof(InventoryEntry), "kept")]
    [InlineData(typeof(RolloutStatus), "rollout")]
    [InlineData(typeof(DriftRecord), "drift")]
    [InlineData(typeof(EndpointStatus), "endpoints")]
    [InlineData(typeof(ConnectionStatus), "connections")]
    [InlineData(typeof(RevisionRecord), "history")]
    public void The_schema_has_every_field_of_the_status(Type type, string field)
    {
        var schema = field.Length == 0 ? _status : _status.GetObject("properties", field)!;
        var properties = schema.GetObject("items", "properties") ?? schema.GetObject("properties")!;

        var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null);
        var expected = fields.Select(p => p.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);

        Assert.Equal(expected.Order(), properties.Select(p => p.Key).Order());
    }

    [Fact]
    public void The_schema_knows_every_phase() =>
        Assert.Equal(Enum.GetNames<IntentPhase>(), _status.GetArray("properties", "phase", "enum")!.Select(name => (string?)name));

    [Theory]
    [InlineData("""{"spec":{"generation":"seven"}}""")]
    [InlineData("""{"spec":{"jws":5}}""")]
    [InlineData("{}")]
    public async Task A_resource_of_the_wrong_form_is_refused_at_the_door(string json)
    {
        await cluster.NamespaceAsync("pdp-definition");
        var resource = JsonNode.Parse(json)!.AsObject();
        resource["apiVersion"] = "pdp.dev/v1";
        resource["kind"] = "Intent";
        resource["metadata"] = new JsonObject { ["name"] = "wrong", ["namespace"] = "pdp-definition" };

        var refusal = await Assert.ThrowsAsync<KubernetesException>(
            () => cluster.Admin.CreateAsync(resource, new(), TestContext.Current.CancellationToken));

        Assert.True(refusal.IsInvalid);
    }
}
