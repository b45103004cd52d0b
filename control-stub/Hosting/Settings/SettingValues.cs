namespace Pdp.ControlStub.Hosting.Settings;

/// <summary>What was told, and where: the command line goes before the environment, the environment before the file.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<Setting, (IReadOnlyList<string> Values, string Origin)> _told = [];
    private readonly List<string> _errors = [];

    /// <summary>Everything wrong so far, each with where it came from.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Tells a setting, unless something that goes before did.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="values">Its values.</param>
    /// <param name="origin">Where it was told, for error messages.</param>
    public void Tell(Setting setting, IReadOnlyList<string> values, string origin) => _told.TryAdd(setting, (values, origin));

    /// <summary>Reads the environment; a variable of ours that is not known is an error, for it may be one with its name misspelt.</summary>
    public void TellEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        var known = ServeSettings.All.ToDictionary(s => s.Variable);
        foreach (var (name, value) in variables)
        {
            if (known.TryGetValue(name, out var setting))
                Tell(setting, setting.Many ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [value], name);
            else if (!ServeSettings.OfClients.Contains(name))
                Wrong($"{name}: is no setting of pdp-control; 'pdp-control serve --help' lists them");
        }
    }

    /// <summary>Whether a setting was told.</summary>
    public bool Has(Setting setting) => _told.ContainsKey(setting);

    /// <summary>The one value of a setting; null when it was not told.</summary>
    public string? Text(Setting setting)
    {
        if (!_told.TryGetValue(setting, out var told))
            return null;
        if (told.Values is [{ Length: > 0 } value])
            return value;
        Wrong(setting, "must have one value");
        return null;
    }

    /// <summary>All values of a setting.</summary>
    public IReadOnlyList<string> Texts(Setting setting) => _told.TryGetValue(setting, out var told) ? told.Values : [];

    /// <summary>A whole number; the default when it was not told or is none. Ranges are the options' own to check.</summary>
    public int Number(Setting setting, int otherwise) => Number(setting) ?? otherwise;

    /// <summary>A whole number; null when it was not told or is none.</summary>
    public int? Number(Setting setting)
    {
        if (Text(setting) is not { } text)
            return null;
        if (int.TryParse(text, out var number))
            return number;
        Wrong(setting, "must be a whole number");
        return null;
    }

    /// <summary>A switch.</summary>
    public bool Flag(Setting setting)
    {
        if (!_told.TryGetValue(setting, out var told))
            return false;
        if (told.Values is ["true" or "false"])
            return told.Values[0] == "true";
        Wrong(setting, "must be true or false");
        return false;
    }

    /// <summary>Notes that a setting breaks a rule.</summary>
    public void Wrong(Setting setting, string rule)
    {
        var origin = _told.TryGetValue(setting, out var told) ? told.Origin : $"--{setting.Name}";
        Wrong(origin == $"--{setting.Name}" ? $"{origin}: {rule}" : $"--{setting.Name} (from {origin}): {rule}");
    }

    /// <summary>Notes something else that is wrong.</summary>
    public void Wrong(string error) => _errors.Add(error);
}
