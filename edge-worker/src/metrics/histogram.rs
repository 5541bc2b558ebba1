//! How many took how long.

use super::exposition::{Exposition, Seconds};
use super::families::Family;

/// Upper ends of the buckets in milliseconds; what took longer is in one more.
const ENDS: [i64; 11] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/// Counts for each bucket, and the sum.
#[derive(Default)]
pub(super) struct Histogram {
    buckets: [u64; ENDS.len()],
    count: u64,
    millis: i64,
}

impl Histogram {
    /// One more. A clock that was put back meanwhile makes it a quick one.
    pub(super) fn add(&mut self, millis: i64) {
        let millis = millis.max(0);
        let bucket = ENDS
            .iter()
            .zip(&mut self.buckets)
            .find(|(end, _)| millis <= **end);
        if let Some((_, bucket)) = bucket {
            *bucket += 1;
        }
        self.count += 1;
        self.millis = self.millis.saturating_add(millis);
    }

    /// Its samples: each bucket holds the ones before it.
    pub(super) fn write(&self, text: &mut Exposition, family: &Family, label: (&str, &str)) {
        let mut sum = 0;
        for (end, bucket) in ENDS.iter().zip(&self.buckets) {
            sum += bucket;
            let end = Seconds(*end).to_string();
            text.sample(family, "_bucket", &[label, ("le", &end)], sum);
        }
        text.sample(family, "_bucket", &[label, ("le", "+Inf")], self.count);
        text.sample(family, "_count", &[label], self.count);
        text.sample(family, "_sum", &[label], Seconds(self.millis));
    }
}
