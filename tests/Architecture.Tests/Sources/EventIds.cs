using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>Every log line of a process has an event id of its own: people look them up, and alerts are made of them.</summary>
public sealed class EventIds
{
    private static readonly string[] Agent = ["pdp-agent", "Pdp.Core", "Pdp.Kubernetes", "Pdp.LogStore", "Pdp.PlaneStore", "Pdp.Observability", "Pdp.Protocol", "Pdp.Telemetry"];
    private static readonly string[] Control = ["pdp-control", "Pdp.Protocol", "Pdp.Telemetry"];

    [Fact]
    public void Of_the_agent_each_message_has_one_and_no_two_share_one() => Check(Agent, least: 80);

    [Fact]
    public void Of_the_control_plane_each_message_has_one_and_no_two_share_one() => Check(Control, least: 20);

    private static void Check(string[] assemblies, int least)
    {
        var messages = assemblies.SelectMany(name => Assembly.Load(name).GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Message is not null)
            .ToList();

        Assert.True(messages.Count >= least, $"only {messages.Count} messages were found");
        Assert.All(messages, found => Assert.True(found.Message!.EventId > 0, $"{Name(found.Method)} has no id"));
        var shared = messages.GroupBy(found => found.Message!.EventId).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key.ToString(CultureInfo.InvariantCulture)}: {string.Join(", ", group.Select(found => Name(found.Method)))}");
        Assert.Empty(shared);
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType}.{method.Name}";
}
