using Pdp.Daemon.Configuration;
using Pdp.Daemon.Secrets.Stores;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pdp.Daemon.Secrets.Configuration;

/// <summary>Reads the stores out of YAML or JSON. All errors at once, each with its path; what stands in the file is not repeated.</summary>
internal static class SecretStoresReader
{
    private const int MostStores = 64;
    private const int MostRules = 256;
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    /// <summary>Reads.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="problems">Every error is added here.</param>
    public static IReadOnlyList<StoreDefinition> Read(byte[] bytes, List<string> problems)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes));
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
            {
                problems.Add("the file must be one object with the field stores");
                return [];
            }
            var fields = new YamlFields(root, "", problems);
            StoreDefinition[] stores = [.. fields.List("stores", MostStores).Select(Store).OfType<StoreDefinition>()];
            fields.NoOthers();
            foreach (var twice in stores.GroupBy(store => store.Name).Where(same => same.Count() > 1))
                problems.Add($"stores: two have the name {twice.Key}");
            return problems.Count == 0 ? stores : [];
        }
        catch (YamlException broken)
        {
            problems.Add($"line {broken.Start.Line}, column {broken.Start.Column}: not YAML or JSON");
            return [];
        }
    }

    private static StoreDefinition? Store(YamlFields fields)
    {
        var name = fields.Text("name", IsLabel, "must be a DNS label: 1..63 of a-z, 0-9 and -, a letter or digit at both ends");
        var options = StoreKinds.Read(fields);
        var rules = fields.List("allow", MostRules).Select(Rule).ToList();
        var refresh = fields.Time("refresh", TimeSpan.FromSeconds(60), 5 * _second, TimeSpan.FromHours(24));
        var timeout = fields.Time("timeout", TimeSpan.FromSeconds(10), _second, TimeSpan.FromMinutes(1));
        var parallelism = fields.Number("parallelism", 4, 1, 64);
        var callsPerSecond = fields.Number("callsPerSecond", 50, 1, 1000);
        fields.NoOthers();
        return name is null || options is null
            ? null
            : new StoreDefinition
            {
                Name = name,
                Options = options,
                Allow = new Allowance(rules),
                Refresh = refresh,
                Timeout = timeout,
                Parallelism = parallelism,
                CallsPerSecond = callsPerSecond,
            };
    }

    private static AllowRule Rule(YamlFields fields)
    {
        var rule = new AllowRule(
            Pattern(fields, "organization"), Pattern(fields, "project"), Pattern(fields, "environment"), Pattern(fields, "secret"));
        fields.NoOthers();
        return rule;
    }

    private static string Pattern(YamlFields fields, string name) =>
        fields.Text(name, IsPattern, "must be a text, or the beginning of one and *", isRequired: false) ?? "*";

    private static bool IsPattern(string text) =>
        text.Length is > 0 and <= 512 && !text.AsSpan(0, text.Length - 1).Contains('*');

    private static bool IsLabel(string text) =>
        text.Length is > 0 and <= 63
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && text[0] != '-' && text[^1] != '-';
}
