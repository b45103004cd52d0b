using Pdp.ControlStub.Connections;

namespace Pdp.ControlStub.Tests.Connections;

/// <summary>What is an address in a value, and what is none.</summary>
public sealed class AddressReaderTests
{
    [Theory]
    [InlineData("DATABASE_URL", "postgresql://app:p:w!d$1@db.example.com:6543/shop?sslmode=require", "postgresql://db.example.com:6543")]
    [InlineData("DATABASE_URL", "jdbc:postgresql://db:5433/shop", "postgresql://db:5433")]
    [InlineData("DATABASE_URL", "postgres://db/shop", "postgres://db:5432")]
    [InlineData("API", "HTTPS://Api.Example.com/v1", "https://api.example.com:443")]
    [InlineData("BROKERS", "a.example.com:9092,b:9093", "a.example.com:9092 b:9093")]
    [InlineData("MONGO", "mongodb://u:p@h1:27017,h2:27018/db", "mongodb://h1:27017 h2:27018")]
    [InlineData("QUEUE", "sqs://queue", "sqs://queue")]
    [InlineData("DB_HOST", "database", "database")]
    [InlineData("PGHOST", "database", "database")]
    [InlineData("APP_NAME", "database", "")]
    [InlineData("START", "12:30", "")]
    [InlineData("IMAGE", "registry.example.com/team/app:8080", "")]
    [InlineData("CONTACT", "ann@example.com:25", "")]
    [InlineData("PORT", "5000", "")]
    [InlineData("TEXT", "http://", "")]
    [InlineData("BAD", "tcp://db:99999", "")]
    [InlineData("EMPTY", "", "")]
    public void Addresses_are_found(string variable, string value, string expected) =>
        Assert.Equal(expected, string.Join(' ', AddressReader.In(variable, value)));

    [Fact]
    public void An_address_says_where_its_host_stands()
    {
        const string Value = "amqp://u:p@queue:5672/ and db:5432";
        Assert.Equal(["queue", "db"], AddressReader.In("X", Value).Select(a => Value.Substring(a.At, a.Host.Length)));
    }
}
