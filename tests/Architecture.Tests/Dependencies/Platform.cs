namespace Pdp.Architecture.Tests.Dependencies;

/// <summary>The parts every .NET process is made of, told apart by the shared framework that ships them.</summary>
internal static class Platform
{
    private static readonly HashSet<string> BaseAssemblies = AssembliesBeside(typeof(object).Assembly.Location);

    private static readonly HashSet<string> AspNetAssemblies =
        AssembliesBeside(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location);

    /// <summary>The base class library.</summary>
    public static readonly Part BaseLibrary = new("the base class library", use => BaseAssemblies.Contains(use.Target.Assembly));

    /// <summary>Logging, options, dependency injection and hosting: the conventions of every .NET service.</summary>
    public static readonly Part Extensions = new(
        "Microsoft.Extensions",
        use => AspNetAssemblies.Contains(use.Target.Assembly)
            && use.Target.Assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal));

    /// <summary>ASP.NET Core with everything it brings.</summary>
    public static readonly Part AspNetCore = new("ASP.NET Core", use => AspNetAssemblies.Contains(use.Target.Assembly));

    /// <summary>What makes a decision impure: files, network, processes, clocks, randomness, the environment, the console.</summary>
    public static readonly Part InputOutput = Part.Group(
        "I/O, clocks or randomness",
        Part.Namespace("System.IO").Except(Part.Types(
            "in-memory readers and writers",
            "System.IO.MemoryStream", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.TextReader",
            "System.IO.TextWriter", "System.IO.InvalidDataException", "System.IO.Compression.BrotliEncoder",
            "System.IO.Compression.BrotliDecoder")),
        Part.Namespace("System.Net").Except(Part.Types("address types", "System.Net.IPAddress", "System.Net.IPNetwork")),
        Part.Namespace("System.Net.Http"),
        Part.Namespace("System.Threading.Channels"),
        Part.Types(
            "clocks, randomness, processes, the console",
            "System.TimeProvider", "System.Random", "System.Console", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch",
            "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Threading.Thread",
            "System.Security.Cryptography.RandomNumberGenerator"),
        Part.Member("System.DateTime.get_Now"),
        Part.Member("System.DateTime.get_UtcNow"),
        Part.Member("System.DateTimeOffset.get_Now"),
        Part.Member("System.DateTimeOffset.get_UtcNow"),
        Part.Member("System.Guid.NewGuid"),
        Part.Member("System.Guid.CreateVersion7"),
        Part.Member("System.Threading.Tasks.Task.Delay"),
        Part.Member("System.Threading.Tasks.Task.Run"));

    /// <summary>The process environment.</summary>
    public static readonly Part ProcessEnvironment = Part.Group(
        "environment variables",
        Part.Member("System.Environment.GetEnvironmentVariable"),
        Part.Member("System.Environment.GetEnvironmentVariables"),
        Part.Member("System.Environment.SetEnvironmentVariable"));

    private static HashSet<string> AssembliesBeside(string assembly) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(assembly)!, "*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .ToHashSet(StringComparer.Ordinal);
}
