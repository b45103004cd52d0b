using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Pdp.Ordering.LongestFirst))]

namespace Pdp.Ordering;

/// <summary>What lasts long begins first, so that a run does not end with one long test beside idle threads.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // A class without a collection of its own is one by this name, see CollectionPerClassTestCollectionFactory.
    private const string OfClass = "Test collection for ";

    private static readonly Dictionary<string, int> _seconds = typeof(LongestFirst).Assembly.GetTypes()
        .Select(type => (type.FullName, type.GetCustomAttribute<LastsAttribute>()?.Seconds))
        .Where(pair => pair is { FullName: not null, Seconds: not null })
        .ToDictionary(pair => pair.FullName!, pair => pair.Seconds!.Value, StringComparer.Ordinal);

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => _seconds.GetValueOrDefault(ClassOf(collection)))];

    private static string ClassOf(ITestCollection collection)
    {
        if (collection.TestCollectionClassName is { } definition) return definition;

        var name = collection.TestCollectionDisplayName;
        return name.StartsWith(OfClass, StringComparison.Ordinal) ? name[OfClass.Length..].Split(' ')[0] : name;
    }
}
