using System.Text.Json.Nodes;
using Pdp.Core.Logs;
using Pdp.Daemon.Observability.Samples;
using Pdp.PlaneStore.Metrics;

namespace Pdp.Daemon.Tests.Observability.Plane;

public sealed class PodSamplesTests
{
    private const string Pod = """
        {
          "metadata": {
            "name": "web-1", "namespace": "n",
            "labels": { "openchoreo.dev/organization": "acme", "openchoreo.dev/project": "shop", "openchoreo.dev/environment": "prod", "openchoreo.dev/component": "web" }
          },
          "spec": {
            "initContainers": [{ "name": "migrate" }, { "name": "proxy", "restartPolicy": "Always" }],
            "containers": [{ "name": "main", "resources": { "requests": { "cpu": "100m", "memory": "64Mi" }, "limits": { "cpu": "1", "memory": "0.5Gi" } } }]
          },
          "status": {
            "phase": "Running",
            "containerStatuses": [{ "name": "main", "restartCount": 3 }],
            "initContainerStatuses": [{ "name": "migrate", "restartCount": 9 }, { "name": "proxy", "restartCount": 1 }]
          }
        }
        """;

    private const string Measured = """
        { "metadata": { "name": "web-1", "namespace": "n" }, "containers": [{ "name": "main", "usage": { "cpu": "12345678n", "memory": "51200Ki" } }, { "name": "proxy", "usage": {} }] }
        """;

    private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(1000);

    [Fact]
    public void A_container_is_what_its_pod_says_and_what_was_measured_of_it()
    {
        var measured = new Dictionary<(string?, string?), JsonObject> { [("n", "web-1")] = Read(Measured) };

        Assert.Equal(
            [
                (Source("proxy"), new ContainerSample(1000, Restarts: 1)),
                (Source("main"), new ContainerSample(1000, 12_345_678, 51_200 * 1024, 3, 100_000_000, 1_000_000_000, 64 << 20, 512 << 20)),
            ],
            PodSamples.Of([Read(Pod)], measured, _now));
    }

    [Theory]
    [InlineData("\"phase\": \"Running\"", "\"phase\": \"Succeeded\"")]
    [InlineData("openchoreo.dev/organization", "else")]
    public void What_has_ended_or_is_somebody_elses_is_left_out(string what, string with) =>
        Assert.Empty(PodSamples.Of([Read(Pod.Replace(what, with, StringComparison.Ordinal))], new Dictionary<(string?, string?), JsonObject>(), _now));

    private static LogSource Source(string container) => new("acme", "shop", "prod", "web", "web-1", container);

    private static JsonObject Read(string text) => JsonNode.Parse(text)!.AsObject();
}
