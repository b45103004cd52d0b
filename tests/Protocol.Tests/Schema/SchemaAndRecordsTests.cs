using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Protocol.Tests.Schema;

/// <summary>The schema and the records are two descriptions of one thing; these tests keep them one.</summary>
public sealed class SchemaAndRecordsTests
{
    [Theory]
    [InlineData("common.schema.json#/$defs/metadata", typeof(IntentMetadata))]
    [InlineData("common.schema.json#/$defs/rollout", typeof(RolloutSpec))]
    [InlineData("common.schema.json#/$defs/rolloutStep", typeof(RolloutStep))]
    [InlineData("common.schema.json#/$defs/analysis", typeof(AnalysisSpec))]
    [InlineData("common.schema.json#/$defs/requests", typeof(RequestsSpec))]
    [InlineData("common.schema.json#/$defs/approval", typeof(RolloutApproval))]
    [InlineData("component.schema.json#/$defs/spec", typeof(ComponentSpec))]
    [InlineData("component.schema.json#/$defs/container", typeof(ContainerSpec))]
    [InlineData("component.schema.json#/$defs/envVar", typeof(EnvVar))]
    [InlineData("component.schema.json#/$defs/file", typeof(FileMount))]
    [InlineData("component.schema.json#/$defs/secret", typeof(SecretReference))]
    [InlineData("component.schema.json#/$defs/template", typeof(SecretTemplate))]
    [InlineData("component.schema.json#/$defs/pullSecret", typeof(PullSecretSpec))]
    [InlineData("component.schema.json#/$defs/certificate", typeof(CertificateSpec))]
    [InlineData("component.schema.json#/$defs/probe", typeof(ProbeSpec))]
    [InlineData("component.schema.json#/$defs/endpoint", typeof(EndpointSpec))]
    [InlineData("component.schema.json#/$defs/volume", typeof(StorageSpec))]
    [InlineData("component.schema.json#/$defs/initContainer", typeof(InitContainerSpec))]
    [InlineData("component.schema.json#/$defs/rolloutTest", typeof(RolloutTestSpec))]
    [InlineData("component.schema.json#/$defs/schedule", typeof(ScheduleSpec))]
    [InlineData("component.schema.json#/$defs/historyLimits", typeof(HistoryLimits))]
    [InlineData("component.schema.json#/$defs/task", typeof(TaskSpec))]
    [InlineData("component.schema.json#/$defs/proxy", typeof(ProxySpec))]
    [InlineData("component.schema.json#/$defs/autoscaling", typeof(AutoscalingSpec))]
    [InlineData("component.schema.json#/$defs/availability", typeof(AvailabilitySpec))]
    [InlineData("component.schema.json#/$defs/httpProbe", typeof(HttpProbe))]
    [InlineData("component.schema.json#/$defs/resources", typeof(ResourceSpec))]
    [InlineData("taskrun.schema.json#/properties/spec", typeof(TaskRunSpec))]
    [InlineData("taskrun.schema.json#/$defs/variable", typeof(TaskRunVariable))]
    [InlineData("component.schema.json#/$defs/container/properties/probes", typeof(ProbeSet))]
    [InlineData("component.schema.json#/$defs/container/properties/ports/additionalProperties", typeof(ContainerPort))]
    [InlineData("manifests.schema.json#/properties/spec", typeof(ManifestsSpec))]
    [InlineData("manifests.schema.json#/$defs/resource", typeof(ManifestResource))]
    [InlineData("removal.schema.json#/properties/spec", typeof(RemovalSpec))]
    public void A_record_has_the_members_of_its_schema(string schema, Type record)
    {
        var described = Schema(schema).GetProperty("properties").EnumerateObject()
            .Where(member => !IsLater(member.Value) || member.Name == "connection")
            .Select(member => member.Name);
        Assert.Equal(described.Order(StringComparer.Ordinal), Members(record).Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("common.schema.json#/$defs/rollout", typeof(RolloutSpec), "{}")]
    [InlineData("common.schema.json#/$defs/analysis", typeof(AnalysisSpec), "{\"name\":\"a\",\"query\":\"up\"}")]
    [InlineData("common.schema.json#/$defs/requests", typeof(RequestsSpec), "{\"measure\":\"latency\",\"port\":\"http\"}")]
    [InlineData("component.schema.json#/$defs/rolloutTest", typeof(RolloutTestSpec), "{\"name\":\"a\",\"image\":\"b\"}")]
    [InlineData("component.schema.json#/$defs/probe", typeof(ProbeSpec), "{}")]
    [InlineData("manifests.schema.json#/properties/spec", typeof(ManifestsSpec), "{}")]
    [InlineData("removal.schema.json#/properties/spec", typeof(RemovalSpec), "{}")]
    [InlineData("component.schema.json#/$defs/schedule", typeof(ScheduleSpec), "{\"cron\":\"@daily\"}")]
    [InlineData("component.schema.json#/$defs/historyLimits", typeof(HistoryLimits), "{}")]
    [InlineData("component.schema.json#/$defs/task", typeof(TaskSpec), "{}")]
    [InlineData("component.schema.json#/$defs/proxy", typeof(ProxySpec), "{}")]
    [InlineData("component.schema.json#/$defs/autoscaling", typeof(AutoscalingSpec), "{\"max\":3}")]
    [InlineData("component.schema.json#/$defs/httpProbe", typeof(HttpProbe), "{\"port\":1}")]
    [InlineData("component.schema.json#/$defs/endpoint", typeof(EndpointSpec), "{\"port\":1}")]
    [InlineData("common.schema.json#/$defs/metadata", typeof(IntentMetadata), "{\"id\":\"a\",\"plane\":\"p\",\"generation\":1}")]
    [InlineData("component.schema.json#/$defs/spec", typeof(ComponentSpec), "{\"type\":\"worker\",\"release\":\"r\",\"containers\":{}}")]
    public void Defaults_are_the_same_in_both(string schema, Type record, string least)
    {
        var written = JsonSerializer.SerializeToElement(JsonSerializer.Deserialize(least, IntentJson.Default.GetTypeInfo(record)!), IntentJson.Default.GetTypeInfo(record)!);
        foreach (var member in Schema(schema).GetProperty("properties").EnumerateObject())
        {
            if (member.Value.TryGetProperty("default", out var stated))
                Assert.Equal(stated.ToString(), written.GetProperty(member.Name).ToString());
        }
    }

    [Fact]
    public void Every_schema_word_is_understood() =>
        Assert.All(IntentSchemas.Files.Keys, kind => Assert.NotNull(IntentSchemas.Of(kind)));

    [Fact]
    public void A_schema_word_nobody_understands_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => new SchemaLoader(_ => JsonDocument.Parse("{\"dependentRequired\":{}}")).Load("x.json"));

    [Fact]
    public void What_is_written_can_be_read()
    {
        var read = IntentReader.Read(Documents.Bytes(Documents.Component())).Intent!;
        var spec = Assert.IsType<ComponentSpec>(read.Spec);
        Assert.Equal("5000", spec.Containers["main"].Probes.Readiness!.Http!.Port);
        Assert.Equal("1", spec.Rollout.MaxSurge);

        var written = IntentWriter.Write(IntentWriter.Document(read.Metadata, spec));
        var again = IntentReader.Read(written);
        Assert.Empty(again.Reasons);
        Assert.Equal(written, IntentWriter.Write(IntentWriter.Document(again.Intent!.Metadata, again.Intent.Spec)));
    }

    private static bool IsLater(JsonElement schema) =>
        schema.TryGetProperty("x-pdp-later", out var later) && later.ValueKind == JsonValueKind.True;

    private static IEnumerable<JsonPropertyInfo> Members(Type record) => IntentJson.Default.GetTypeInfo(record)!.Properties;

    private static JsonElement Schema(string reference)
    {
        var parts = reference.Split('#');
        using var stream = IntentSchemas.Open(parts[0]);
        var element = JsonDocument.Parse(stream).RootElement;
        foreach (var segment in parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries))
            element = element.GetProperty(segment);
        return element;
    }
}
