using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Tests.Objects;

public sealed class KubeObjectTests
{
    private static readonly JsonObject _object = (JsonObject)JsonNode.Parse("""
        {
          "apiVersion": "apps/v1", "kind": "Deployment",
          "metadata": {
            "name": "web", "namespace": "shop", "uid": "u", "resourceVersion": "7", "generation": 3, "deletionTimestamp": "2030-01-01T00:00:00Z",
            "labels": { "app.kubernetes.io/name": "web" }, "annotations": { "a/b": "c" },
            "ownerReferences": [ { "name": "x" }, { "name": "y", "controller": true } ]
          },
          "spec": { "replicas": 2, "paused": true },
          "status": { "conditions": [ { "type": "Available", "status": "True" }, "odd" ] }
        }
        """)!;

    [Fact]
    public void What_every_object_has_is_read()
    {
        Assert.Equal(("apps/v1", "Deployment", "web", "shop", "u", "7"), (_object.ApiVersion, _object.Kind, _object.Name, _object.Namespace, _object.Uid, _object.ResourceVersion));
        Assert.Equal((3L, true), (_object.Generation, _object.IsBeingDeleted));
        Assert.Equal(("web", "c", null), (_object.Label("app.kubernetes.io/name"), _object.Annotation("a/b"), _object.Label("none")));
        Assert.Equal("y", _object.ControllerReference?.GetString("name"));
        Assert.Equal("True", _object.Condition("Available")?.GetString("status"));
        Assert.Null(_object.Condition("Progressing"));
        Assert.Equal((2L, true), (_object.GetInt64("spec", "replicas"), _object.GetBoolean("spec", "paused")));
        Assert.Equal(new GroupVersionKind("apps", "v1", "Deployment"), GroupVersionKind.Of(_object));
        Assert.Equal("Deployment/shop/web", ObjectReference.Of(_object).ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"metadata":null,"status":[]}""")]
    [InlineData("""{"metadata":"text","kind":7,"status":{"conditions":{}}}""")]
    [InlineData("""{"metadata":{"name":{},"labels":[],"generation":"3","ownerReferences":7,"namespace":""}}""")]
    [InlineData("""{"metadata":{"generation":1.5}}""")]
    public void What_is_missing_or_of_another_type_reads_as_nothing(string text)
    {
        var odd = (JsonObject)JsonNode.Parse(text)!;

        Assert.Null(odd.Name ?? odd.Kind ?? odd.Namespace ?? odd.Label("a") ?? odd.GetString("metadata", "labels", "x"));
        Assert.Null(odd.Generation);
        Assert.Empty(odd.OwnerReferences);
        Assert.Null(odd.Condition("Available"));
        Assert.False(odd.IsBeingDeleted);
    }

    [Fact]
    public void Numbers_put_in_by_code_read_like_parsed_ones() =>
        Assert.Equal((5L, 6L), (new JsonObject { ["a"] = 5 }.GetInt64("a"), new JsonObject { ["a"] = 6L }.GetInt64("a")));

    [Fact]
    public void Setting_makes_the_way()
    {
        var made = new JsonObject { ["metadata"] = "in the way" };

        made.Set("v", "metadata", "labels", "a.b/c");
        made.Set("w", "metadata", "labels", "d");

        Assert.Equal("""{"metadata":{"labels":{"a.b/c":"v","d":"w"}}}""", made.ToJsonString());
    }

    [Theory]
    [InlineData("", "X")]
    [InlineData("/v1", "X")]
    [InlineData("a/b/c", "X")]
    [InlineData("a/", "X")]
    [InlineData("v1", "")]
    public void A_malformed_version_or_kind_is_refused(string apiVersion, string kind) =>
        Assert.Throws<FormatException>(() => GroupVersionKind.Parse(apiVersion, kind));
}
