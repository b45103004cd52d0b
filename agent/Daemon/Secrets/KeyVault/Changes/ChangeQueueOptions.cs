using Pdp.Daemon.Configuration;

namespace Pdp.Daemon.Secrets.KeyVault.Changes;

/// <summary>The queue to which Event Grid sends the events of a vault.</summary>
/// <param name="ServiceBus">Address of the namespace of Service Bus, <c>https</c>.</param>
/// <param name="Entity">The queue, or a topic and a subscription to it as <c>topic/subscriptions/name</c>.</param>
internal sealed record ChangeQueueOptions(Uri ServiceBus, string Entity)
{
    private const string NameRule = "must be 1..260 letters, digits, '-', '_', '.' and '/', with a letter or digit at both ends";

    /// <summary>Reads the options; null when they have errors.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="isAddress">Whether a text is an address.</param>
    public static ChangeQueueOptions? Read(YamlFields fields, Func<string, bool> isAddress)
    {
        var address = fields.Text("serviceBus", isAddress, "must be https://host");
        var queue = fields.Text("queue", IsName, NameRule, isRequired: false);
        var topic = fields.Text("topic", IsName, NameRule, isRequired: false);
        var subscription = fields.Text("subscription", IsName, NameRule, isRequired: false);
        fields.NoOthers();
        var entity = (queue, topic, subscription) switch
        {
            ({ } own, null, null) => own,
            (null, { } of, { } name) => $"{of}/subscriptions/{name}",
            _ => null,
        };
        if (entity is null) fields.Problem("", "must have either queue, or topic and subscription");
        return address is null || entity is null ? null : new ChangeQueueOptions(new Uri(address), entity);
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 260 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') && !text.Split('/').Any(part => part is "" or "." or "..");
}
