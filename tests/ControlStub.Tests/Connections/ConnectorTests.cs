using System.Text.Json.Nodes;
using Pdp.ControlStub.Connections;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Tests.Connections;

/// <summary>What becomes of a component's spec.</summary>
public sealed class ConnectorTests
{
    [Fact]
    public void The_host_of_a_component_gives_way_to_the_one_of_the_plane_and_nothing_else_changes()
    {
        var spec = Spec("""{"name": "DATABASE_URL", "config": "DATABASE_URL"}, {"name": "AGAIN", "config": "DATABASE_URL"}""", "postgresql://app:$(X)$$@db:5432/shop$");
        Connect(spec);
        Assert.Equal(
            """{"db":{"to":{"component":"db"},"env":{"host":"DB_HOST"}}}""", spec["connections"]!.ToJsonString());
        // What came from configuration was not expanded, a value is.
        const string Written = "postgresql://app:$$(X)$$$$@$(DB_HOST):5432/shop$$";
        Assert.Equal([Written, Written], Variables(spec).Select(v => v["value"]!.GetValue<string>()));
        Assert.Null(spec["config"]);
    }

    [Fact]
    public void Configuration_that_a_file_needs_too_stays()
    {
        var spec = Spec("""{"name": "DATABASE_URL", "config": "DATABASE_URL"}""", "postgresql://db:5432/shop");
        spec["containers"]!["main"]!["files"] = JsonNode.Parse("""[{"path": "/etc/db", "config": "DATABASE_URL"}]""");
        Connect(spec);
        Assert.NotNull(spec["config"]?["DATABASE_URL"]);
    }

    [Fact]
    public void A_variable_of_that_name_is_left_alone()
    {
        var spec = Spec("""{"name": "DB_HOST", "value": "db"}, {"name": "DB_PORT", "value": "5432"}""", "");
        Connect(spec);
        Assert.Equal("CONNECTION_DB_HOST", spec["connections"]!["db"]!["env"]!["host"]!.GetValue<string>());
        Assert.Equal(["$(CONNECTION_DB_HOST)", "5432"], Variables(spec).Select(v => v["value"]!.GetValue<string>()));
    }

    [Fact]
    public void A_declared_connection_is_used_for_what_leads_there()
    {
        var spec = Spec("""{"name": "A", "value": "db:5432 $(B)"}""", "");
        spec["connections"] = JsonNode.Parse("""{"store": {"to": {"component": "db", "endpoint": "sql"}, "env": {"port": "STORE_PORT"}}}""");
        Connect(spec);
        Assert.Equal(
            """{"store":{"to":{"component":"db","endpoint":"sql"},"env":{"port":"STORE_PORT","host":"DB_HOST"}}}""", spec["connections"]!.ToJsonString());
        Assert.Equal("$(DB_HOST):5432 $(B)", Variables(spec).Single()["value"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("postgresql://app:secret@pooler.example.com:6543/postgres", """{"pooler-example-com":{"url":"postgresql://pooler.example.com:6543"}}""", "connected")]
    [InlineData("mail.example.com:587", """{"mail-example-com":{"url":"tcp://mail.example.com:587"}}""", "connected")]
    [InlineData("https://docs.example.com/", null, "notConnected")]
    [InlineData("tcp://10.1.2.3:80", null, "notConnected")]
    [InlineData("sqs://queue.example.com", null, "notConnected")]
    [InlineData("http://web-development.apps.localhost:19080/", null, null)]
    [InlineData("http://backend:80", null, null)]
    [InlineData("unknown:80", null, null)]
    public void What_is_outside_is_opened_where_it_is_no_link(string value, string? connections, string? note)
    {
        var spec = Spec("""{"name": "X", "config": "DATABASE_URL"}""", value);
        var report = Connect(spec);
        Assert.Equal(connections, spec["connections"]?.ToJsonString());
        Assert.Equal(note, report.Notes.SingleOrDefault()?.Rule);
        Assert.Equal(value, spec["config"]!["DATABASE_URL"]!.GetValue<string>());
    }

    [Fact]
    public void Notes_tell_no_passwords()
    {
        var report = Connect(Spec("""{"name": "X", "config": "DATABASE_URL"}""", "postgresql://app:canary@pooler.example.com:6543/postgres"));
        Assert.DoesNotContain("canary", Assert.Single(report.Notes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_annotation_declares_what_values_cannot_tell()
    {
        var spec = Spec("""{"name": "DATABASE_URL", "secret": {"store": "default", "name": "db"}}, {"name": "OTHER", "value": "db:5432"}""", "");
        var report = Connect(spec, "db:sql, payments/gateway@v2, https://api.example.com/v1");
        Assert.Equal(
            """
            {"api-example-com":{"url":"https://api.example.com/v1"},"db":{"to":{"component":"db","endpoint":"sql"},"env":{"host":"DB_HOST"}},"payments-gateway":{"to":{"project":"payments","component":"gateway","version":"v2"}}}
            """.Trim(),
            spec["connections"]!.ToJsonString());
        Assert.Empty(report.Notes);
    }

    [Fact]
    public void None_leaves_values_alone()
    {
        var spec = Spec("""{"name": "DATABASE_URL", "config": "DATABASE_URL"}""", "postgresql://db:5432/shop");
        var before = spec.ToJsonString();
        Connect(spec, "none");
        Assert.Equal(before, spec.ToJsonString());
    }

    [Fact]
    public void A_secret_that_may_be_an_address_is_told_of()
    {
        var report = Connect(Spec("""{"name": "DATABASE_URL", "secret": {"store": "default", "name": "db"}}, {"name": "KEY", "secret": {"store": "default", "name": "key"}}""", ""));
        Assert.Equal("spec.containers.main.env.DATABASE_URL", Assert.Single(report.Notes).Path);
    }

    private static DocumentReport Connect(JsonObject spec, string? declared = null)
    {
        var report = new DocumentReport();
        var neighbours = new Neighbourhood(new BindingKey("acme", "shop", "backend", "staging"), [new("shop", "db"), new("shop", "backend")], declared);
        Connector.Connect(spec, neighbours, report);
        return report;
    }

    private static IEnumerable<JsonObject> Variables(JsonObject spec) => spec["containers"]!["main"]!["env"]!.AsArray().OfType<JsonObject>();

    private static JsonObject Spec(string env, string config) => new()
    {
        ["containers"] = new JsonObject { ["main"] = new JsonObject { ["env"] = JsonNode.Parse($"[{env}]") } },
        ["config"] = new JsonObject { ["DATABASE_URL"] = config },
    };
}
