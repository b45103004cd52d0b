using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Protocol.Tests.Schema;

public sealed class SchemaRuleTests
{
    [Fact]
    public void Documents_of_every_kind_hold()
    {
        Assert.Empty(IntentSchemaValidator.Validate(Documents.Bytes(Documents.Component())));
        Assert.Empty(IntentSchemaValidator.Validate(Documents.Bytes(Documents.Manifests())));
        Assert.Empty(IntentSchemaValidator.Validate(Documents.Bytes(Documents.Removal())));
    }

    [Theory]
    [InlineData("apiVersion", "\"pdp.dev/v2\"", "apiVersion: must be pdp.dev/v1")]
    [InlineData("kind", "\"HelmRelease\"", "kind: not supported by this agent version")]
    [InlineData("kind", "\"Pod\"", "kind: must be one of Component, Manifests, TaskRun, Removal")]
    [InlineData("kind", "7", "kind: must be a string, was a number")]
    [InlineData("kind", null, "kind: is required")]
    [InlineData("spec", null, "spec: is required")]
    [InlineData("spec", "[]", "spec: must be an object, was a list")]
    [InlineData("extra", "1", "extra: unknown field")]
    [InlineData("metadata/id", "\"Not_A_Label\"", "metadata.id: must be a DNS label: lower-case letters, digits and '-', at most 63")]
    [InlineData("metadata/id", "\"line\\n\"", "metadata.id: must be a DNS label: lower-case letters, digits and '-', at most 63")]
    [InlineData("metadata/generation", "0", "metadata.generation: must be 1..9007199254740991, was 0")]
    [InlineData("metadata/generation", "1.5", "metadata.generation: must be a whole number of 1..9007199254740991, was 1.5")]
    [InlineData("metadata/generation", "123456789012345678901234567890", "metadata.generation: must be a whole number of 1..9007199254740991, was 123456789012345678901234…")]
    [InlineData("metadata/generation", "\"3\"", "metadata.generation: must be a whole number, was a string")]
    [InlineData("metadata/component", null, "metadata.component: is required")]
    [InlineData("metadata/track", "\"1.2\"", "metadata.track: must be an API version such as v1.2")]
    [InlineData("metadata/labels/a b", "\"x\"", "metadata.labels[\"a b\"]: its name must be a label key: an optional DNS name and '/', then a name of at most 63 letters, digits, '-', '_', '.'")]
    [InlineData("metadata/labels/team.example.com~1x", "\"x\"", "metadata.labels[\"team.example.com~1x\"]: its name must be a label key: an optional DNS name and '/', then a name of at most 63 letters, digits, '-', '_', '.'")]
    [InlineData("spec/type", "\"lambda\"", "spec.type: must be one of service, webApplication, worker, stateful, scheduledTask, manualTask, proxy")]
    [InlineData("spec/state", "null", "spec.state: must be a string, was null")]
    [InlineData("spec/initContainers", "[{\"name\": \"a\"}]", "spec.initContainers[0].image: is required")]
    [InlineData("spec/initContainers", "[{\"name\": \"a\", \"image\": \"a:1\", \"ports\": {}}]", "spec.initContainers[0].ports: unknown field")]
    [InlineData("spec/schedule", "{}", "spec.schedule.cron: is required")]
    [InlineData("spec/schedule", "{\"cron\": \"@daily\", \"historyLimits\": {\"failed\": 21}}", "spec.schedule.historyLimits.failed: must be 0..20, was 21")]
    [InlineData("spec/task", "{\"retries\": 101}", "spec.task.retries: must be 0..100, was 101")]
    [InlineData("spec/proxy", "{}", "spec.proxy: must have exactly one of url, host")]
    [InlineData("spec/proxy", "{\"url\": \"ftp://a.example\"}", "spec.proxy.url: must be an address that starts with http:// or https://")]
    [InlineData("spec/availability", "{\"spread\": [\"rack\"]}", "spec.availability.spread[0]: must be one of zone, node")]
    [InlineData("spec/containers", null, "spec.containers: is required")]
    [InlineData("spec/containers", "{}", "spec.containers: must have 1..16 entries, had 0")]
    [InlineData("spec/containers/main/sidecar", "1", "spec.containers.main.sidecar: must be true or false, was a number")]
    [InlineData("spec/containers/main/image", null, "spec.containers.main.image: is required")]
    [InlineData("spec/containers/main/iamge", "\"x\"", "spec.containers.main.iamge: unknown field; image was meant?")]
    [InlineData("spec/containers/main/env/0", "{\"name\": \"A\", \"connection\": {\"name\": \"db\"}}", "spec.containers.main.env[0].connection.property: is required")]
    [InlineData("spec/containers/main/env/0/config", "\"log-level\"", "spec.containers.main.env[0]: must have exactly one of value, config, secret, template, connection")]
    [InlineData("spec/containers/main/env/0/value", null, "spec.containers.main.env[0]: must have exactly one of value, config, secret, template, connection")]
    [InlineData("spec/containers/main/ports/http/port", "65536", "spec.containers.main.ports.http.port: must be 1..65535, was 65536")]
    [InlineData("spec/containers/main/resources/requests/cpu", "1", "spec.containers.main.resources.requests.cpu: must be a string, was a number")]
    [InlineData("spec/containers/main/resources/requests/gpu", "\"1\"", "spec.containers.main.resources.requests.gpu: unknown field")]
    [InlineData("spec/containers/main/runAsUser", "0", "spec.containers.main.runAsUser: must be 1..2147483647, was 0")]
    [InlineData("spec/containers/main/probes/liveness/grpc", "\"http\"", "spec.containers.main.probes.liveness: must have exactly one of http, tcp, grpc, exec")]
    [InlineData("spec/endpoints/rest/port", "0", "spec.endpoints.rest.port: must be 1..65535, was 0")]
    [InlineData("spec/endpoints/rest/visibility/0", "\"everyone\"", "spec.endpoints.rest.visibility[0]: must be one of project, organization, public")]
    [InlineData("spec/endpoints/rest/cors", "{\"origins\": []}", "spec.endpoints.rest.cors.origins: must have 1..64 items, had 0")]
    [InlineData("spec/endpoints/rest/cors", "{\"origins\": [\"c4n4ry\"]}", "spec.endpoints.rest.cors.origins[0]: must be '*', or an origin such as https://shop.example.com or https://*.example.com")]
    [InlineData("spec/endpoints/rest/retries", "{\"attempts\": 0}", "spec.endpoints.rest.retries.attempts: must be 1..10, was 0")]
    [InlineData("spec/endpoints/rest/rateLimit", "{\"requests\": 5, \"per\": \"day\"}", "spec.endpoints.rest.rateLimit.per: must be one of second, minute, hour")]
    [InlineData("spec/endpoints/rest/schema", "{\"type\": \"openapi\"}", "spec.endpoints.rest.schema: must have exactly one of content, url")]
    [InlineData("spec/endpoints/rest/visibility", "[\"project\", \"project\"]", "spec.endpoints.rest.visibility[1]: is there twice")]
    [InlineData("spec/replicas", "-1", "spec.replicas: must be 0..1000, was -1")]
    [InlineData("spec/replicas", "1e3", "spec.replicas: must be a whole number of 0..1000, was 1e3")]
    [InlineData("spec/rollout/strategy", "\"shadow\"", "spec.rollout.strategy: must be one of rolling, recreate, blueGreen, canary")]
    [InlineData("spec/rollout", "{\"steps\":[{\"weight\":5,\"pauseSeconds\":5}]}", "spec.rollout.steps[0]: must have exactly one of weight, pauseSeconds, analysis, approval, test")]
    [InlineData("spec/rollout", "{\"analysis\":[{\"name\":\"a\",\"query\":\"up\",\"max\":\"1\"}]}", "spec.rollout.analysis[0].max: must be a number, was a string")]
    [InlineData("spec/rollout/deadlineSeconds", "4", "spec.rollout.deadlineSeconds: must be 5..86400, was 4")]
    [InlineData("spec/rollout/maxSurge", "\"a lot\"", "spec.rollout.maxSurge: must be a count such as 1 or a share such as \"25%\"")]
    [InlineData("spec/rollout/autoRollback", "\"yes\"", "spec.rollout.autoRollback: must be true or false, was a string")]
    [InlineData("spec/autoscaling", "{}", "spec.autoscaling.max: is required")]
    [InlineData("spec/connections", "{\"db\": {}}", "spec.connections.db: must have exactly one of to, url, from")]
    [InlineData("spec/connections", "{\"db\": {\"to\": {\"component\": \"db\", \"version\": \"1\"}}}", "spec.connections.db.to.version: must be an API version such as v1.2")]
    [InlineData("spec/connections", "{\"db\": {\"url\": \"x\", \"env\": {\"password\": \"A\"}}}", "spec.connections.db.env.password: unknown field")]
    public void A_broken_component_is_refused_with_path_and_rule(string place, string? json, string expected)
    {
        var reason = Assert.Single(IntentSchemaValidator.Validate(Documents.Bytes(Documents.With(Documents.Component(), place, json))));
        Assert.Equal(expected, reason.ToString());
        Assert.Equal(FailureReason.SchemaInvalid, reason.Reason);
    }

    [Theory]
    [InlineData("spec/resources", "[]", "spec.resources: must have 1..500 items, had 0")]
    [InlineData("spec/resources/0/object/kind", null, "spec.resources[0].object.kind: is required")]
    [InlineData("spec/resources/0/object/metadata", "{}", "spec.resources[0].object.metadata.name: is required")]
    [InlineData("spec/resources/0/wave", "101", "spec.resources[0].wave: must be -100..100, was 101")]
    [InlineData("spec/state", "\"Suspended\"", "spec.state: not supported by this agent version")]
    [InlineData("spec/resources/0/object/apiVersion", "\"../v1\"", "spec.resources[0].object.apiVersion: must be an API version such as v1 or apps/v1")]
    public void A_broken_list_of_manifests_is_refused_with_path_and_rule(string place, string? json, string expected) =>
        Assert.Equal(
            expected,
            Assert.Single(IntentSchemaValidator.Validate(Documents.Bytes(Documents.With(Documents.Manifests(), place, json)))).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public void A_proxy_has_no_containers(string? containers)
    {
        var proxy = Documents.With(Documents.With(Documents.Component(), "spec/type", "\"proxy\""), "spec/containers", containers);
        Assert.Empty(IntentSchemaValidator.Validate(Documents.Bytes(proxy)));
    }

    [Fact]
    public void All_errors_come_at_once_in_document_order()
    {
        var document = Documents.With(Documents.With(Documents.With(Documents.Component(), "metadata/generation", "-1"), "spec/replicas", "1001"), "spec/release", null);
        Assert.Equal(
            ["metadata.generation: must be 1..9007199254740991, was -1", "spec.replicas: must be 0..1000, was 1001", "spec.release: is required"],
            IntentSchemaValidator.Validate(Documents.Bytes(document)).Select(reason => reason.ToString()));
    }

    [Fact]
    public void An_unknown_kind_still_has_its_metadata_checked()
    {
        var document = Documents.With(Documents.With(Documents.Component(), "kind", "\"Pod\""), "metadata/plane", "5");
        Assert.Equal(["kind", "metadata.plane"], IntentSchemaValidator.Validate(Documents.Bytes(document)).Select(reason => reason.Path));
    }

    [Fact]
    public void Given_objects_are_left_as_they_are()
    {
        var document = Documents.With(Documents.Manifests(), "spec/resources/0/object/anything", "{\"deep\": [1, null, {\"x\": 1.5}]}");
        Assert.Empty(IntentSchemaValidator.Validate(Documents.Bytes(document)));
    }
}
