using Pdp.Standin;
using Pdp.Standin.Naming;
using Pdp.Standin.Roles;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Programs;

public sealed class StandinTests
{
    [Fact]
    public void Arguments_win_over_the_environment()
    {
        var options = StandinOptions.Parse(["inventory", "--port", "7000"], [new("PORT", "8000"), new("DRAIN_SECONDS", "0.5"), new("RELEASE", "")]);
        Assert.Equal(("inventory", 7000), (options.Role, options.Port(5000)));
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.Seconds("drain-seconds", 1));
        Assert.Equal("unknown", options.Release);
    }

    [Theory]
    [InlineData]
    [InlineData("task", "lines", "3")]
    [InlineData("task", "--lines")]
    public void What_is_no_command_line_is_refused(params string[] args) => Assert.Throws<FormatException>(() => StandinOptions.Parse(args, []));

    [Theory]
    [InlineData("70000")]
    [InlineData("-1")]
    [InlineData("http")]
    public void A_port_out_of_range_is_refused(string port) => Assert.Throws<FormatException>(() => StandinOptions.Parse(["x", "--port", port], []).Port(1));

    [Fact]
    public void A_service_is_found_by_every_form_of_its_name_and_anew_each_time()
    {
        using var directory = new TempDirectory();
        var names = new ServiceNames("""{"db.shop.svc.cluster.local:5432": "127.1.2.3:5432"}""", directory.Combine("services.json"), "shop");
        foreach (var name in (string[])["db", "db.shop", "db.shop.svc", "db.shop.svc.cluster.local"]) Assert.Equal(("127.1.2.3", 5432), names.Resolve(name, 5432));
        Assert.Equal(("db", 80), names.Resolve("db", 80));
        Assert.Equal(("late.example.com", 80), names.Resolve("late.example.com", 80));
        directory.Write("services.json", """{"db.shop.svc.cluster.local:5432": "127.9.9.9:15432"}""");
        Assert.Equal(("127.9.9.9", 15432), names.Resolve("db", 5432));
    }

    [Fact]
    public void The_database_keeps_and_lists_what_was_put()
    {
        var database = new DatabaseRole(null, "15");
        Assert.Equal("PONG 15", database.Answer("PING"));
        Assert.Equal("OK", database.Answer("PUT order/2 {\"a\": 2}"));
        Assert.Equal("OK", database.Answer("PUT order/1 {\"a\": 1}"));
        Assert.Equal("{\"a\": 1}\n{\"a\": 2}\n.", database.Answer("LIST order/"));
        Assert.StartsWith("ERROR", database.Answer("DROP everything"), StringComparison.Ordinal);
    }
}
